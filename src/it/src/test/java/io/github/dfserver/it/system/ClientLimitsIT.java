package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.RawHttp;
import io.github.dfserver.it.support.Scrape;
import io.github.dfserver.it.support.SlowClients;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one client may have, what becomes of slow ones, and what the audit log tells. */
class ClientLimitsIT {
  private static final int TRANSFERS = 4;

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "client-limits",
          options ->
              options
                  .withSetting("dfs.max-transfers-per-client", Integer.toString(TRANSFERS))
                  .withSetting("dfs.transfer-timeout", "10s")
                  .withSetting("dfs.min-transfer-rate", "1000"));

  private static final Duration SOON = Duration.ofMinutes(1);

  private static FileApi api() {
    return CLUSTER.api();
  }

  /** A byte a second is progress, and not enough. */
  @Test
  void slowClientsHaveTheirShareAndNotForEver() throws Exception {
    assertThat(api().put("limits/before", new byte[1]).status()).isEqualTo(201);
    Await.until("its end", SOON, () -> uploadsUnderWay() == 0);
    String multipart =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"limits/form\"\r\n\r\n";
    String json = "{\"filename\":\"limits/json\",\"file\":\"";
    try (SlowClients slow = new SlowClients(CLUSTER.cluster().port())) {
      List<RawHttp> uploads =
          List.of(
              slow.upload("PUT /file/limits/large", "", "Content-Length: 1000000"),
              slow.upload("PUT /file/limits/small", "", "Content-Length: 1000"),
              slow.upload(
                  "POST /file",
                  multipart,
                  "Content-Length: 1000000",
                  "Content-Type: multipart/form-data; boundary=b"),
              slow.upload(
                  "POST /file", json, "Content-Length: 100000", "Content-Type: application/json"));
      slow.start();
      assertThat(uploads).hasSize(TRANSFERS);
      // Not by a transfer: it would have the place of one that has yet to come.
      Await.until("all uploads to have begun", SOON, () -> uploadsUnderWay() == TRANSFERS);
      assertProblem(api().get("limits/before"), 429, 6);

      Answer refused = api().put("limits/more", new byte[10]);
      assertProblem(refused, 429, 6);
      assertThat(refused.header("Retry-After")).isPresent();
      // What is no transfer goes on.
      assertThat(api().head("limits/before").status()).isEqualTo(200);
      assertThat(api().list("limit", "1").status()).isEqualTo(200);
      assertThat(api().getPath("health/ready").status()).isEqualTo(200);

      for (RawHttp upload : uploads) {
        assertThat(upload.readHead().status()).isEqualTo(408);
      }
      for (RawHttp upload : uploads) {
        awaitEnd(upload);
      }
    }
    Await.until(
        "the client to have its share again",
        SOON,
        () -> api().put("limits/after", new byte[10]).status() != 429);
    assertThat(api().get("limits/after").body()).hasSize(10);
  }

  private static double uploadsUnderWay() throws Exception {
    return Scrape.of(api()).value("dfs_requests_in_flight{operation=\"upload\"}");
  }

  /** Who sends the next request when the last is answered never has more than it seems. */
  @Test
  void whoIsAtTheLimitIsNotPastIt() throws Exception {
    Await.until("the uploads of other tests to end", SOON, () -> uploadsUnderWay() == 0);
    ExecutorService clients = Executors.newFixedThreadPool(TRANSFERS);
    try {
      List<Future<List<Integer>>> all = new ArrayList<>();
      for (int client = 0; client < TRANSFERS; client++) {
        String name = "limits/at/" + client + "/";
        all.add(clients.submit(() -> oneAfterTheOther(name)));
      }
      for (Future<List<Integer>> one : all) {
        assertThat(one.get(5, TimeUnit.MINUTES)).containsOnly(201, 200);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private static List<Integer> oneAfterTheOther(String prefix) throws Exception {
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(api().put(prefix + i, new byte[10]).status());
      answers.add(api().get(prefix + i).status());
    }
    return answers;
  }

  /** However much the client goes on sending: after its answer the server waits a moment only. */
  private static void awaitEnd(RawHttp connection) throws IOException {
    try {
      assertThat(connection.readRest()).isNotEmpty();
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void whoSendsItsHeadersSlowlyHoldsNobodyUp() throws Exception {
    List<RawHttp> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        RawHttp one = new RawHttp(CLUSTER.cluster().port());
        slow.add(
            one.bytes(
                "GET /file/limits/none HTTP/1.1\r\nHost: localhost\r\nX: "
                    .getBytes(StandardCharsets.US_ASCII)));
      }
      for (int i = 0; i < 5; i++) {
        for (RawHttp one : slow) {
          one.bytes(new byte[] {'x'});
        }
        Await.until("others to be served", SOON, () -> api().head("limits/none").status() == 404);
      }
    } finally {
      for (RawHttp one : slow) {
        one.close();
      }
    }
  }

  @Test
  void headersThatAreTooLongAreTheClientsFault() throws Exception {
    for (int length : new int[] {20_000, 100_000, 2_000_000}) {
      try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
        raw.head("GET /file?prefix=" + "a".repeat(length), "Connection: close");
        assertThat(raw.readHead().status()).isBetween(400, 499);
      } catch (SocketException e) {
        // Refused before all of it was sent.
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
      }
    }
    String name = "\u20ac".repeat(340);
    assertThat(api().put(name, new byte[1], "X", "x".repeat(10_000)).status()).isEqualTo(201);
  }

  @Test
  void theAuditLogTellsWhoChangedWhat() throws Exception {
    String name = "limits/audit \u00e9\"";
    assertThat(
            api()
                .put(name, "abc".getBytes(StandardCharsets.US_ASCII), "X-Request-Id", "audit-put")
                .status())
        .isEqualTo(201);
    assertThat(api().put(name, new byte[3], "X-Request-Id", "audit-again").status()).isEqualTo(409);
    assertThat(api().get(name, "X-Request-Id", "audit-get").status()).isEqualTo(200);
    assertThat(
            api()
                .send(
                    api()
                        .request(api().uri("balance/pause"))
                        .header("X-Request-Id", "audit-pause")
                        .POST(BodyPublishers.noBody())
                        .build())
                .status())
        .isEqualTo(200);
    assertThat(api().send(api().request(api().uri("balance/pause")).DELETE().build()).status())
        .isEqualTo(200);
    assertThat(
            api()
                .send(
                    api()
                        .request(api().file(name))
                        .header("X-Request-Id", "audit-delete")
                        .DELETE()
                        .build())
                .status())
        .isEqualTo(200);

    Path log = CLUSTER.cluster().managerDirectory().resolve("audit/audit.log");
    Await.until("the last line", SOON, () -> Files.readString(log).contains("audit-delete"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
    List<JsonNode> lines =
        Files.readAllLines(log).stream().map(new JsonMapper()::readTree).toList();
    JsonNode put = line(lines, "audit-put");
    assertThat(put.path("operation").stringValue()).isEqualTo("upload");
    assertThat(put.path("target").stringValue()).isEqualTo(name);
    assertThat(put.path("status").intValue()).isEqualTo(201);
    assertThat(put.path("bytes").intValue()).isEqualTo(3);
    assertThat(put.path("sha256").stringValue()).startsWith("ba7816bf");
    assertThat(line(lines, "audit-again").path("errorCode").intValue()).isEqualTo(3);
    assertThat(line(lines, "audit-pause").path("operation").stringValue()).isEqualTo("balance");
    assertThat(line(lines, "audit-delete").path("target").stringValue()).isEqualTo(name);
    assertThat(lines).noneMatch(one -> one.path("requestId").asString("").equals("audit-get"));
    assertThat(lines).anyMatch(one -> one.path("operation").asString("").equals("node_joined"));
  }

  private static JsonNode line(List<JsonNode> lines, String requestId) {
    return lines.stream()
        .filter(line -> line.path("requestId").asString("").equals(requestId))
        .findFirst()
        .orElseThrow();
  }
}

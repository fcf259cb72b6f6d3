package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.RawHttp;
import io.github.dfserver.it.support.Scrape;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request ids, metrics and health of a manager, as operators see them. */
class ObservabilityIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("observability", options -> options.withNodes("100"));

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path TABLE = Path.of("..", "..", "docs", "METRICS.md");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\| ([a-z]+) \\|.*");
  private static final Pattern OPERATION = Pattern.compile("operation=\"([^\"]*)\"");
  private static final Set<String> OPERATIONS =
      Set.of(
          "upload",
          "download",
          "stat",
          "delete",
          "list",
          "node",
          "drain",
          "scrub",
          "balance",
          "catalogue",
          "link",
          "events",
          "history",
          "session",
          "console",
          "health",
          "metrics",
          "openapi",
          "transfer",
          "relay",
          "channel",
          "other");

  /** A path that is none, a method that is none, an unknown file twice, a bad name, a servlet. */
  @ParameterizedTest
  @CsvSource({
    "GET, nothing/at/all, 404, 6",
    "PUT, node, 405, 6",
    "GET, file/observed/none, 404, 2",
    "DELETE, file/observed/none, 404, 2",
    "GET, file/a//b, 400, 6",
    "DELETE, file/a//b, 400, 6",
    "GET, transfer/none, 404, 6",
    "DELETE, transfer/none, 405, 6",
    "GET, WEB-INF/web.xml, 404, 6",
    "GET, health/none, 404, 6",
    "DELETE, metrics, 405, 6",
  })
  void everyProblemNamesItsRequest(String method, String path, int status, int code)
      throws Exception {
    Answer made = send(method, path);
    assertProblem(made, status, code);
    assertThat(made.header("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
    assertThat(made.json()).containsEntry("requestId", made.header("X-Request-Id").orElseThrow());

    Answer given = send(method, path, "X-Request-Id", "it-1.2_3");
    assertProblem(given, status, code);
    assertThat(given.header("X-Request-Id")).contains("it-1.2_3");
    assertThat(given.json()).containsEntry("requestId", "it-1.2_3");
  }

  @Test
  void successesCarryTheIdToo() throws Exception {
    String name = "observed/id";
    List<Answer> answers =
        List.of(
            api().put(name, new byte[3], "X-Request-Id", "up"),
            api().get(name, "X-Request-Id", "up"),
            api().head(name, "X-Request-Id", "up"),
            send("GET", "file?limit=1", "X-Request-Id", "up"),
            send("GET", "node", "X-Request-Id", "up"),
            send("DELETE", "file/" + name, "X-Request-Id", "up"));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isBetween(200, 201));
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.header("X-Request-Id")).contains("up"));
  }

  @Test
  void anIdThatIsNoneIsNotGivenBack() throws Exception {
    Answer answer = send("GET", "node", "X-Request-Id", "a b\"c");
    assertThat(answer.header("X-Request-Id").orElseThrow()).matches("[0-9a-f]{16}");
  }

  @Test
  void metricsCountWhatClientsDo() throws Exception {
    String uploads = requests("upload", "201", "");
    String downloads = requests("download", "200", "");
    String absent = requests("download", "404", "2");
    Scrape before = Scrape.of(api());
    int small = 1000;
    int large = 300_000;
    for (int size : List.of(small, large)) {
      String name = "observed/" + size;
      assertThat(api().put(name, new byte[size]).status()).isEqualTo(201);
      assertThat(api().get(name).body()).hasSize(size);
    }
    assertThat(api().get("observed/none").status()).isEqualTo(404);
    untilCounted(
        () -> {
          Scrape now = Scrape.of(api());
          return more(before, now, uploads) == 2
              && more(before, now, downloads) == 2
              && more(before, now, absent) == 1
              && more(before, now, "dfs_client_received_bytes_total") == small + large
              && more(before, now, "dfs_client_sent_bytes_total") == small + large
              && now.value("dfs_node_files{node=\"100\"}") >= 2;
        });
    Scrape after = Scrape.of(api());
    assertThat(after.value("dfs_requests_in_flight{operation=\"metrics\"}")).isEqualTo(1);
    assertThat(after.sum("dfs_request_duration_seconds_count", "operation=\"upload\""))
        .isGreaterThanOrEqualTo(2);
    assertThat(after.sum("dfs_commands_duration_seconds_count", "command=\"upload_file\""))
        .isPositive();
    assertThat(after.sum("dfs_commands_duration_seconds_count", "command=\"stage_file\""))
        .isPositive();
    assertThat(after.sum("dfs_catalogue_duration_seconds_count", "operation=\"files.create\""))
        .isGreaterThanOrEqualTo(2);
    assertThat(after.value("dfs_nodes{state=\"online\"}")).isEqualTo(1);
    untilCounted(() -> Scrape.of(api()).sum("dfs_transfers_in_flight", "kind") == 0);
  }

  @Test
  void aClientThatHangsUpIsNoSuccess() throws Exception {
    double before = aborted(Scrape.of(api()), "upload");
    try (RawHttp http = new RawHttp(CLUSTER.cluster().port())) {
      http.head("PUT /file/observed/broken", "Content-Length: 1000000").bytes(new byte[200_000]);
      untilCounted(
          () -> Scrape.of(api()).value("dfs_requests_in_flight{operation=\"upload\"}") == 1);
      http.reset();
    }
    untilCounted(() -> aborted(Scrape.of(api()), "upload") == before + 1);
    assertThat(Scrape.of(api()).value("dfs_requests_in_flight{operation=\"upload\"}")).isZero();
  }

  @Test
  void aDownloadThatIsNotTakenIsNoSuccess() throws Exception {
    assertThat(api().put("observed/left", new byte[32 << 20]).status()).isEqualTo(201);
    double before = aborted(Scrape.of(api()), "download");
    try (RawHttp http = RawHttp.slowReader(CLUSTER.cluster().port())) {
      http.head("GET /file/observed/left");
      assertThat(http.readHead().status()).isEqualTo(200);
      http.reset();
    }
    untilCounted(() -> aborted(Scrape.of(api()), "download") == before + 1);
    assertThat(Scrape.of(api()).value("dfs_requests_in_flight{operation=\"download\"}")).isZero();
    untilCounted(() -> Scrape.of(api()).sum("dfs_transfers_in_flight", "kind") == 0);
  }

  private static double aborted(Scrape scrape, String operation) {
    return scrape.sum("dfs_requests_total", "operation=\"" + operation + "\",status=\"aborted\"");
  }

  @Test
  void hostilePathsMakeNoLabels() throws Exception {
    for (String path :
        List.of(
            "evil1", "file/evil2%22%7D%0Aevil", "node/evil3/drain", "evil4/%F0%9F%92%A9", "%2e")) {
      send("GET", path);
    }
    untilCounted(() -> Scrape.of(api()).sum("dfs_requests_total", "operation=\"other\"") >= 2);
    String text = Scrape.of(api()).text();
    assertThat(text).doesNotContain("evil");
    Set<String> operations =
        Scrape.of(api()).values().keySet().stream()
            .filter(series -> series.startsWith("dfs_request"))
            .map(OPERATION::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(OPERATIONS).containsAll(operations);
  }

  @Test
  void everyFamilyIsInTheTableAndNoOther() throws Exception {
    Map<String, String> table = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        table.put(row.group(1), row.group(2));
      }
    }
    untilCounted(() -> Scrape.of(api()).families().keySet().containsAll(table.keySet()));
    assertThat(table).isEqualTo(Scrape.of(api()).families());
  }

  @Test
  void openMetricsIsThereForThoseWhoAsk() throws Exception {
    Answer plain = send("GET", "metrics");
    assertThat(plain.header("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
    Answer open = send("GET", "metrics", "Accept", "application/openmetrics-text; version=1.0.0");
    assertThat(open.header("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(open.text()).endsWith("# EOF\n");
    Answer head = send("HEAD", "metrics");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void readyIsWhoeverHasACatalogueAndANode() throws Exception {
    Answer all = send("GET", "health");
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(all.header("Cache-Control")).contains("no-store");
    assertThat(all.json()).containsEntry("status", "UP");
    assertThat(all.objects("checks"))
        .extracting(check -> check.get("name"))
        .containsExactly("manager", "catalogue", "nodes");
    assertThat(send("HEAD", "health/ready").status()).isEqualTo(200);
    assertThat(send("HEAD", "health/ready").body()).isEmpty();
    assertProblem(send("POST", "health/ready"), 405, 6);

    CLUSTER.cluster().node("100").kill();
    Await.until("not ready", LIMIT, () -> send("GET", "health/ready").status() == 503);
    Answer down = send("GET", "health/ready");
    assertThat(down.json()).containsEntry("status", "DOWN");
    assertThat(down.objects("checks"))
        .anySatisfy(
            check ->
                assertThat(check).containsEntry("name", "nodes").containsEntry("status", "DOWN"))
        .anySatisfy(
            check ->
                assertThat(check).containsEntry("name", "catalogue").containsEntry("status", "UP"));
    assertThat(send("HEAD", "health/ready").status()).isEqualTo(503);
    assertThat(send("GET", "health/live").status()).isEqualTo(200);
    assertThat(Scrape.of(api()).value("dfs_node_up{node=\"100\"}")).isZero();
    assertThat(Scrape.of(api()).value("dfs_nodes{state=\"offline\"}")).isEqualTo(1);

    CLUSTER.cluster().launchNode("100");
    CLUSTER.cluster().awaitOnline("100");
    Await.until("ready", LIMIT, () -> send("GET", "health/ready").status() == 200);
    assertThat(Scrape.of(api()).value("dfs_node_up{node=\"100\"}")).isEqualTo(1);
  }

  private static String requests(String operation, String status, String code) {
    return "dfs_requests_total{error_code=\"%s\",operation=\"%s\",status=\"%s\"}"
        .formatted(code, operation, status);
  }

  private static double more(Scrape before, Scrape now, String series) {
    return now.value(series) - before.value(series);
  }

  /** A request is counted when it is over, which its client may see a moment earlier. */
  private static void untilCounted(Callable<Boolean> condition) throws Exception {
    Await.until("the metrics to tell", LIMIT, condition);
  }

  private static Answer send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        api().request(api().uri(path)).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return api().send(request.build());
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}

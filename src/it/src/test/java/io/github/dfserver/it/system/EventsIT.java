package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.EventFeed;
import io.github.dfserver.it.support.EventFeed.Event;
import io.github.dfserver.it.support.RawHttp;
import io.github.dfserver.it.support.Scrape;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code GET /events} and {@code GET /history} of a cluster in which things happen. */
class EventsIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "events",
          options ->
              options
                  .withTokens()
                  .withNodes("100", "101")
                  .withSetting("dfs.transfer-timeout", "6s"));

  private static FileApi api() {
    return CLUSTER.api();
  }

  @Test
  void itIsAStreamThatNoProxyKeepsBack() throws Exception {
    try (EventFeed feed = EventFeed.of(api())) {
      assertThat(feed.response().statusCode()).isEqualTo(200);
      assertThat(feed.response().headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(feed.response().headers().firstValue("X-Accel-Buffering")).contains("no");
      assertThat(feed.response().headers().firstValue("Cache-Control")).contains("no-store");
      Event hello = feed.events().get(0);
      assertThat(hello.name()).isEqualTo("hello");
      assertThat(hello.fields().get("version").toString()).isNotBlank();
      assertThat(Instant.parse((String) hello.fields().get("time"))).isBefore(Instant.now());
      Await.until("comments", SOON, () -> feed.comments() > 1);
      assertThat(feed.ended()).isFalse();
    }
    assertProblem(api().getPath("events?for=901"), 400, 6);
    assertProblem(api().getPath("events?for=x"), 400, 6);
    assertThat(api().getPath("events?for=0").text()).contains("event: hello");
  }

  @Test
  void nodesThatGoAndComeAreTold() throws Exception {
    CLUSTER.cluster().awaitOnline("100", "101");
    try (EventFeed feed = EventFeed.of(api())) {
      CLUSTER.cluster().node("101").kill();
      Event left = feed.await("node-left", "node", "101");
      assertThat(left.fields()).containsEntry("reason", "its connection ended");
      CLUSTER.cluster().launchNode("101");
      feed.await("node-joined", "node", "101");
      feed.await("reconciled", "node", "101");
    }
  }

  @Test
  void filesAreTold() throws Exception {
    CLUSTER.cluster().awaitOnline("100", "101");
    String name = "events/ä \"b\".bin";
    try (EventFeed feed = EventFeed.of(api())) {
      Answer put = api().put(name, new byte[300_000]);
      assertThat(put.status()).isEqualTo(201);
      Event created = feed.await("file-created", "filename", name);
      assertThat(created.fields())
          .containsEntry("size", 300_000L)
          .containsEntry("node", put.json().get("node"));
      assertThat(api().delete(name).status()).isEqualTo(200);
      feed.await("file-deleted", "filename", name);
    }
  }

  @Test
  void whatOperatorsDoIsTold() throws Exception {
    CLUSTER.cluster().awaitOnline("100", "101");
    for (int i = 0; i < 10; i++) {
      assertThat(api().put("events/moved/" + i, Content.random(i, 100)).status()).isEqualTo(201);
    }
    try (EventFeed feed = EventFeed.of(api())) {
      post("balance/pause");
      feed.await("balance-paused", event -> true);
      feed.await("balance", "paused", true);
      delete("balance/pause");
      feed.await("balance-resumed", event -> true);
      post("node/101/drain");
      feed.await("node-draining", "node", "101");
      Event moved = feed.await("file-moved", "from", "101");
      assertThat(moved.fields()).containsEntry("to", "100").containsKeys("filename", "size");
      feed.await("node-drained", "node", "101");
      delete("node/101/drain");
      feed.await("drain-cancelled", "node", "101");
    }
  }

  private static void post(String path) throws Exception {
    Answer answer =
        api()
            .send(api().request(api().uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build());
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private static void delete(String path) throws Exception {
    Answer answer = api().send(api().request(api().uri(path)).DELETE().build());
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  @Test
  void whoComesBackMissesNothingOrIsToldSo() throws Exception {
    CLUSTER.cluster().awaitOnline("100", "101");
    String last;
    try (EventFeed feed = EventFeed.of(api())) {
      api().put("events/replay/1", new byte[1]);
      last = feed.await("file-created", "filename", "events/replay/1").id();
    }
    api().put("events/replay/2", new byte[1]);
    try (EventFeed feed = EventFeed.of(api(), "Last-Event-ID", last)) {
      feed.await("file-created", "filename", "events/replay/2");
      assertThat(feed.events())
          .noneMatch(event -> event.name().equals("gap"))
          .noneMatch(event -> "events/replay/1".equals(event.fields().get("filename")));
    }
    String other = "00000000-0000-0000-0000-000000000000.7";
    try (EventFeed feed = EventFeed.of(api(), "Last-Event-ID", other)) {
      feed.await("gap", event -> true);
    }
  }

  @Test
  void whoNeverReadsIsCutAndHoldsNobodyUp() throws Exception {
    CLUSTER.cluster().awaitOnline("100", "101");
    List<RawHttp> deaf = new ArrayList<>();
    try (EventFeed feed = EventFeed.of(api())) {
      Await.until("those of other tests to be gone", SOON, () -> listeners() == 1);
      String token = CLUSTER.cluster().tokens().add("deaf", "--role", "reader");
      Await.until(
          "the token", SOON, () -> api().withToken(token).getPath("balance").status() == 200);
      for (int i = 0; i < 8; i++) {
        RawHttp raw = RawHttp.slowReader(CLUSTER.cluster().port());
        deaf.add(raw.head("GET /events", "Authorization: Bearer " + token));
      }
      Await.until("all to listen", SOON, () -> listeners() == 9);
      // Long names, of which JSON makes twice as much, fill what lies between sooner.
      String name = "events/deaf/" + "\"".repeat(900) + "/";
      int[] made = new int[1];
      Await.until(
          "the deaf to be cut",
          Duration.ofMinutes(4),
          () -> {
            for (int i = 0; i < 40; i++) {
              assertThat(api().put(name + made[0]++, new byte[1]).status()).isEqualTo(201);
            }
            return listeners() == 1;
          });
      assertThat(feed.ended()).isFalse();
      assertThat(api().put(name + "last", new byte[1]).status()).isEqualTo(201);
      Await.until(
          "the last to be told or counted",
          SOON,
          () ->
              feed.events().stream()
                  .anyMatch(
                      event ->
                          (name + "last").equals(event.fields().get("filename"))
                              || event.name().equals("files-changed")));
    } finally {
      for (RawHttp raw : deaf) {
        raw.close();
      }
    }
    assertThat(Scrape.of(api()).value("dfs_event_listeners_cut_total")).isGreaterThanOrEqualTo(1);
  }

  private static double listeners() throws Exception {
    return Scrape.of(api()).value("dfs_event_listeners");
  }

  @Test
  void whoseTokenIsRevokedHearsNoMore() throws Exception {
    String token = CLUSTER.cluster().tokens().add("gone", "--role", "reader");
    FileApi reader = api().withToken(token);
    Await.until("the token", SOON, () -> reader.getPath("balance").status() == 200);
    try (EventFeed feed = EventFeed.of(reader)) {
      CLUSTER.cluster().tokens().revoke("gone");
      Await.until("the end", SOON, feed::ended);
    }
    assertProblem(reader.getPath("events"), 401, 9);
    assertProblem(new FileApi(api().base()).getPath("events"), 401, 9);
  }

  @Test
  void theHistoryCountsWhatHappened() throws Exception {
    CLUSTER.cluster().awaitOnline("100", "101");
    api().put("events/history", new byte[100_000]);
    api().get("events/history");
    Await.until(
        "a sample",
        SOON,
        () -> {
          Answer answer = api().getPath("history");
          assertThat(answer.json()).containsEntry("intervalSeconds", 10L);
          List<Map<String, Object>> samples = answer.objects("samples");
          return samples.stream().mapToLong(one -> (Long) one.get("bytesReceived")).sum() >= 100_000
              && samples.stream().mapToLong(one -> (Long) one.get("bytesSent")).sum() >= 100_000
              && samples.stream().anyMatch(one -> (Long) one.get("requests") >= 2)
              && samples.stream().anyMatch(one -> one.get("nodesOnline").equals(2L))
              && samples.stream().anyMatch(one -> (Long) one.get("files") >= 1);
        });
  }
}

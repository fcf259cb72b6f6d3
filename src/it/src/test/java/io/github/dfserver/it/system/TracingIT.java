package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.SpanCollector;
import io.github.dfserver.it.support.SpanCollector.Spanned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Traces across processes: from the client over one manager, or two, to the disk of a node that is
 * connected to the first only.
 */
class TracingIT {
  private static final SpanCollector COLLECTOR = SpanCollector.answering();

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "tracing",
          options -> {
            ClusterOptions two =
                ClusterExtension.twoManagers(options.withNodes("100"))
                    .withSetting("dfs.tracing", "on")
                    .withNodeArguments("--tracing", "on");
            return exportingTo(COLLECTOR.endpoint(), two).withNodeDialling("100", options.url(1));
          });

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CLIENT = "00f067aa0ba902b7";
  private static final byte[] SMALL = Content.random(1, 1000);
  private static final byte[] LARGE = Content.random(2, 1 << 20);

  private static final String[] PATIENT = {
    "-Dotel.exporter.otlp.timeout=600000",
    "-Dotel.bsp.export.timeout=600000",
    "-Dotel.bsp.max.queue.size=4",
    "-Dotel.bsp.max.export.batch.size=2"
  };

  private final String trace = UUID.randomUUID().toString().replace("-", "");

  private static ClusterOptions exportingTo(String endpoint, ClusterOptions options) {
    String[] jvm = {"-Dotel.exporter.otlp.endpoint=" + endpoint, "-Dotel.bsp.schedule.delay=200"};
    return options.withManagerJvm(jvm).withNodeJvm(jvm);
  }

  @AfterAll
  static void stop() {
    COLLECTOR.close();
  }

  private String[] traced(String flags) {
    return new String[] {"traceparent", "00-" + trace + "-" + CLIENT + "-" + flags};
  }

  private void awaitWays(String... ways) throws Exception {
    try {
      Await.until(
          "the spans", SOON, () -> COLLECTOR.ways(trace, CLIENT).containsAll(List.of(ways)));
    } finally {
      assertThat(COLLECTOR.ways(trace, CLIENT)).contains(ways);
    }
    assertThat(COLLECTOR.ways(trace, CLIENT)).noneMatch(way -> way.startsWith("?"));
  }

  @Test
  void aSmallFileLeavesOneTraceFromTheClientToTheDisk() throws Exception {
    FileApi api = CLUSTER.api();
    assertThat(api.put("traced/small", SMALL, traced("01")).status()).isEqualTo(201);
    assertThat(api.get("traced/small", traced("01")).body()).isEqualTo(SMALL);
    String upload = "dfs-manager upload";
    String stored = upload + " > dfs-manager upload-file > dfs-node upload-file";
    String read = "dfs-manager download > dfs-manager download-file > dfs-node download-file";
    awaitWays(
        upload,
        upload + " > dfs-manager catalogue create",
        upload + " > dfs-manager catalogue replace",
        stored,
        stored + " > dfs-node write",
        stored + " > dfs-node force",
        "dfs-manager download > dfs-manager catalogue find",
        read,
        read + " > dfs-node read");
    Spanned server = span("upload");
    assertThat(server.attributes())
        .containsEntry("http.request.method", "PUT")
        .containsEntry("url.path", "/file/traced/small")
        .containsEntry("http.response.status_code", "201")
        .containsEntry("http.request.body.size", "1000")
        .containsKey("dfs.request_id");
    Spanned disk = span("force");
    assertThat(disk.resource()).containsEntry("dfs.node.id", "100");
  }

  private Spanned span(String name) {
    return COLLECTOR.trace(trace).stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLargeFileLeavesOneTraceFromTheClientToTheDisk() throws Exception {
    FileApi api = CLUSTER.api();
    assertThat(api.put("traced/large", LARGE, traced("01")).status()).isEqualTo(201);
    assertThat(api.get("traced/large", traced("01")).body()).isEqualTo(LARGE);
    String staged = "dfs-manager upload > dfs-manager stage-file > dfs-node stage-file";
    String committed = "dfs-manager upload > dfs-manager commit-file > dfs-node commit-file";
    awaitWays(
        staged,
        staged + " > dfs-node write",
        staged + " > dfs-node force",
        committed,
        committed + " > dfs-node force",
        "dfs-manager download > dfs-manager send-file > dfs-node send-file > dfs-node read");
  }

  @Test
  void aRequestThatAnotherManagerRelaysIsInTheSameTrace() throws Exception {
    assertThat(CLUSTER.cluster().api(2).put("traced/relayed", SMALL, traced("01")).status())
        .isEqualTo(201);
    awaitWays(
        "dfs-manager upload > dfs-manager relay > dfs-manager relay > dfs-manager upload-file"
            + " > dfs-node upload-file > dfs-node force");
    assertThat(CLUSTER.api().delete("traced/relayed").status()).isEqualTo(200);
  }

  @Test
  void whatTheClientDoesNotSampleIsInNoTrace() throws Exception {
    String leftOut = trace;
    assertThat(CLUSTER.api().put("traced/not", SMALL, traced("00")).status()).isEqualTo(201);
    // What came later and is there shows that the earlier would be, too.
    String kept = UUID.randomUUID().toString().replace("-", "");
    assertThat(
            CLUSTER
                .api()
                .get("traced/not", "traceparent", "00-" + kept + "-" + CLIENT + "-01")
                .status())
        .isEqualTo(200);
    Await.until(
        "the later spans",
        SOON,
        () ->
            COLLECTOR.trace(kept).stream().anyMatch(span -> span.name().equals("download"))
                && COLLECTOR.trace(kept).stream().anyMatch(span -> span.name().equals("read")));
    assertThat(COLLECTOR.trace(leftOut)).isEmpty();
  }

  /** Whoever waited for it would wait for longer than the test does. */
  @Test
  void aCollectorThatDoesNotAnswerHoldsNothingUp() throws Exception {
    try (SpanCollector silent = SpanCollector.silent()) {
      ClusterOptions alone =
          exportingTo(silent.endpoint(), ClusterExtension.options("tracing-silent"))
              .withNodes("100")
              .withSetting("dfs.tracing", "on")
              .withNodeArguments("--tracing", "on")
              .withManagerJvm(PATIENT)
              .withNodeJvm(PATIENT);
      try (LocalCluster cluster = new LocalCluster(alone).start()) {
        servesAndEnds(cluster);
      }
      assertThat(silent.requests()).isPositive();
    }
  }

  @Test
  void aCollectorThatIsNotThereHoldsNothingUp() throws Exception {
    ClusterOptions alone =
        exportingTo("http://127.0.0.1:" + free(), ClusterExtension.options("tracing-refused"))
            .withNodes("100")
            .withSetting("dfs.tracing", "on")
            .withNodeArguments("--tracing", "on");
    try (LocalCluster cluster = new LocalCluster(alone).start()) {
      servesAndEnds(cluster);
    }
  }

  private static int free() {
    try {
      return Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void servesAndEnds(LocalCluster cluster) throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(cluster.api().put("f" + i, SMALL, traced("01")).status()).isEqualTo(201);
      assertThat(cluster.api().get("f" + i, traced("01")).body()).isEqualTo(SMALL);
    }
    ChildProcess node = cluster.node("100");
    node.terminate();
    assertThat(node.awaitExit(SOON)).isZero();
    ChildProcess manager = cluster.manager();
    manager.terminate();
    manager.awaitExit(SOON);
  }

  @Test
  void switchedOffNothingIsSent() throws Exception {
    try (SpanCollector quiet = SpanCollector.answering()) {
      ClusterOptions alone =
          exportingTo(quiet.endpoint(), ClusterExtension.options("tracing-off")).withNodes("100");
      try (LocalCluster cluster = new LocalCluster(alone).start()) {
        servesAndEnds(cluster);
      }
      assertThat(quiet.requests()).isZero();
    }
  }
}

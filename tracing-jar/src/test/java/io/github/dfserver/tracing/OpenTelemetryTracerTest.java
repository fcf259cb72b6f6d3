package io.github.dfserver.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracerTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Optional<String> SAMPLED = Optional.of("00-" + TRACE + "-" + PARENT + "-01");
  private static final Optional<String> LEFT_OUT =
      Optional.of("00-" + TRACE + "-" + PARENT + "-00");

  private final Map<String, String> before = new HashMap<>();
  private Thread exporting;

  private final ThreadFactory threads =
      loop -> {
        exporting = new Thread(loop, "tracing");
        exporting.setDaemon(true);
        return exporting;
      };

  private void set(String key, String value) {
    before.put(key, System.getProperty(key));
    System.setProperty(key, value);
  }

  @AfterEach
  void restore() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }

  private OpenTelemetryTracer open(String endpoint) {
    set("otel.exporter.otlp.endpoint", endpoint);
    return (OpenTelemetryTracer)
        OpenTelemetryTracer.open(
            new TracingOptions("dfs-test", Map.of("dfs.node.id", "100"), threads));
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    attributes.forEach(
        attribute ->
            texts.put(
                attribute.getKey(),
                attribute.getValue().hasIntValue()
                    ? Long.toString(attribute.getValue().getIntValue())
                    : attribute.getValue().getStringValue()));
    return texts;
  }

  @Test
  void spansAreExportedBelowTheirParents() throws IOException {
    try (Collector collector = Collector.start(true)) {
      try (Tracer tracer = open(collector.endpoint())) {
        Span above = tracer.begin(SpanKind.SERVER, "upload", SAMPLED).with("bytes", 5);
        Span below = above.child(SpanKind.INTERNAL, "write").with("how", "well");
        below.end();
        above.failed("busy");
        above.end();
      }
      var write = collector.spans().get(0);
      var upload = collector.spans().get(1);
      assertThat(HexFormat.of().formatHex(upload.getTraceId().toByteArray())).isEqualTo(TRACE);
      assertThat(HexFormat.of().formatHex(upload.getParentSpanId().toByteArray()))
          .isEqualTo(PARENT);
      assertThat(upload.getKind())
          .isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER);
      assertThat(texts(upload.getAttributesList()))
          .containsEntry("bytes", "5")
          .containsEntry("error.type", "busy");
      assertThat(write.getName()).isEqualTo("write");
      assertThat(write.getTraceId()).isEqualTo(upload.getTraceId());
      assertThat(write.getParentSpanId()).isEqualTo(upload.getSpanId());
      assertThat(texts(collector.received().get(0).getResource().getAttributesList()))
          .containsEntry("service.name", "dfs-test")
          .containsEntry("dfs.node.id", "100");
    }
  }

  @Test
  void whatTheParentLeavesOutIsLeftOut() throws IOException {
    try (Collector collector = Collector.start(true)) {
      try (Tracer tracer = open(collector.endpoint())) {
        Span above = tracer.begin(SpanKind.SERVER, "upload", LEFT_OUT);
        assertThat(above.isRecording()).isFalse();
        assertThat(above.traceparent().orElseThrow()).startsWith("00-" + TRACE).endsWith("-00");
        above.child(SpanKind.INTERNAL, "write").end();
        above.end();
      }
      assertThat(collector.spans()).isEmpty();
    }
  }

  @Test
  void whatThisSpanIsCalledElsewhereLeadsBackToIt() throws IOException {
    try (Collector collector = Collector.start(true)) {
      try (Tracer tracer = open(collector.endpoint())) {
        Span here = tracer.begin(SpanKind.CLIENT, "upload-file", Optional.empty());
        tracer.begin(SpanKind.SERVER, "there", here.traceparent()).end();
        here.end();
      }
      var there = collector.spans().get(0);
      var here = collector.spans().get(1);
      assertThat(there.getTraceId()).isEqualTo(here.getTraceId());
      assertThat(there.getParentSpanId()).isEqualTo(here.getSpanId());
      assertThat(here.getParentSpanId().isEmpty()).isTrue();
    }
  }

  @Test
  void aCollectorThatIsAwayCostsSpansAndNothingElse() throws IOException {
    int nobody;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = taken.getLocalPort();
    }
    set("otel.exporter.otlp.timeout", "1000");
    OpenTelemetryTracer tracer = open("http://127.0.0.1:" + nobody);
    tracer.begin(SpanKind.SERVER, "upload", SAMPLED).end();
    tracer.close();
    assertThat(tracer.lost()).isEqualTo(1);
    assertThat(exporting.isAlive()).isFalse();
  }

  @Test
  void aCollectorThatDoesNotAnswerHoldsNobodyUp() throws Exception {
    set("otel.bsp.max.queue.size", "16");
    set("otel.bsp.max.export.batch.size", "8");
    try (Collector collector = Collector.start(false)) {
      OpenTelemetryTracer tracer = open(collector.endpoint());
      for (int i = 0; i < 8; i++) {
        tracer.begin(SpanKind.SERVER, "upload", SAMPLED).end();
      }
      collector.awaitAsked();
      for (int i = 0; i < 1000; i++) {
        tracer.begin(SpanKind.SERVER, "upload", SAMPLED).end();
      }
      assertThat(tracer.lost()).isGreaterThanOrEqualTo(1000 - 16);
      tracer.close();
      assertThat(exporting.isAlive()).isFalse();
    }
  }

  @Test
  void aProtocolThatIsNotSpokenIsSaid() {
    set("otel.exporter.otlp.protocol", "grpc");
    assertThatThrownBy(() -> open("http://127.0.0.1:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("otel.exporter.otlp.protocol is 'grpc'");
  }

  @Test
  void aWrongSettingLeavesNoThread() throws InterruptedException {
    set("otel.traces.sampler", "sometimes");
    assertThatThrownBy(() -> open("http://127.0.0.1:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sometimes");
    if (exporting != null) {
      exporting.join(60_000);
      assertThat(exporting.isAlive()).isFalse();
    }
  }

  @Test
  void switchedOffByTheLibrarysOwnSettingNothingIsExported() throws IOException {
    set("otel.sdk.disabled", "true");
    try (Collector collector = Collector.start(true)) {
      try (Tracer tracer = open(collector.endpoint())) {
        tracer.begin(SpanKind.SERVER, "upload", SAMPLED).end();
      }
      assertThat(collector.spans()).isEmpty();
    }
  }
}

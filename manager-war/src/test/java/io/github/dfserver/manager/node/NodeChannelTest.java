package io.github.dfserver.manager.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.tracing.RecordingTracer;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StatusReceived;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeChannelTest {
  private static final Refused LAST = new Refused(RefusalCode.INVALID, "no");

  /** Records what is sent. */
  private static final class Wire implements NodeConnection {
    final List<ManagerMessage> sent = new ArrayList<>();
    final List<List<ManagerMessage>> messages = new ArrayList<>();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public synchronized void send(ByteBuffer message) {
      try {
        List<ManagerMessage> together = new ArrayList<>();
        FrameReader<ManagerMessage> frames = FrameReader.fromManager(message);
        while (frames.hasNext()) {
          together.add(frames.next());
        }
        messages.add(together);
        sent.addAll(together);
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    synchronized List<ManagerMessage> sent() {
      return List.copyOf(sent);
    }

    @Override
    public void close(String reason) {
      closed.countDown();
    }

    @Override
    public String peer() {
      return "a test";
    }
  }

  private final Wire wire = new Wire();
  private final CommandMetrics metrics = new CommandMetrics(new PrometheusRegistry());
  private final NodeChannel channel =
      new NodeChannel(wire, Runnable::run, 1_000_000_000L, metrics, Tracer.off());

  /** The writer may be waiting already, and take the last word as soon as it is there. */
  @Test
  void closesAfterItsLastWordHoweverSoonThatIsSent() throws Exception {
    for (int round = 0; round < 2000; round++) {
      Wire one = new Wire();
      NodeChannel left = new NodeChannel(one, Runnable::run, 1_000_000_000L, metrics, Tracer.off());
      Thread writer = new Thread(left::write);
      writer.start();
      while (round % 2 == 0
          && writer.getState() != Thread.State.TIMED_WAITING
          && writer.getState() != Thread.State.TERMINATED) {
        Thread.onSpinWait();
      }
      left.tellAndClose(LAST);
      assertThat(one.closed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(one.sent()).containsExactly(LAST);
    }
  }

  @Test
  void saysWhatWasSaidBeforeItsLastWord() throws Exception {
    channel.tell(new StatusReceived());
    channel.tellAndClose(LAST);
    channel.write();
    assertThat(wire.closed.getCount()).isZero();
    assertThat(wire.sent()).containsExactly(new StatusReceived(), LAST);
  }

  @Test
  void closesWhenSomethingWasSaidAfterItsLastWord() throws Exception {
    channel.tellAndClose(LAST);
    channel.tell(new StatusReceived());
    channel.write();
    assertThat(wire.closed.getCount()).isZero();
    assertThat(wire.sent()).contains(LAST);
  }

  private static final RequestOrigin REQUEST =
      new RequestOrigin(
          "r-1", Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

  @Test
  void namesTheRequestThatACommandServesRightBeforeIt() throws Exception {
    channel.admitted("100", 3);
    UUID copy = UUID.randomUUID();
    var unused =
        channel.serving(REQUEST).ask(Content.class, id -> new DownloadFile(id, copy, 0, 1));
    var unusedToo = channel.ask(Content.class, id -> new DownloadFile(id, copy, 0, 2));
    channel.tellAndClose(LAST);
    channel.write();
    assertThat(wire.sent())
        .containsExactly(
            new Origin(1, "r-1", REQUEST.traceparent()),
            new DownloadFile(1, copy, 0, 1),
            new DownloadFile(2, copy, 0, 2),
            LAST);
  }

  @Test
  void namesNoRequestToANodeOfTheVersionBefore() throws Exception {
    channel.admitted("100", 2);
    UUID copy = UUID.randomUUID();
    var unused =
        channel.serving(REQUEST).ask(Content.class, id -> new DownloadFile(id, copy, 0, 1));
    channel.tellAndClose(LAST);
    channel.write();
    assertThat(wire.sent()).containsExactly(new DownloadFile(1, copy, 0, 1), LAST);
  }

  @Test
  void aTracedCommandIsASpanThatTheNodeIsToldOf() throws Exception {
    RecordingTracer tracer = new RecordingTracer();
    NodeChannel traced = new NodeChannel(wire, Runnable::run, 1_000_000_000L, metrics, tracer);
    traced.admitted("100", 3);
    UUID copy = UUID.randomUUID();
    var unused = traced.serving(REQUEST).ask(Stored.class, id -> new DownloadFile(id, copy, 0, 1));
    var unusedToo = traced.ask(Content.class, id -> new DownloadFile(id, copy, 0, 2));
    assertThat(tracer.spans()).hasSize(1);
    RecordingTracer.Recorded span = tracer.spans().get(0);
    assertThat(span.name()).isEqualTo("download-file");
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.parent()).isEqualTo(REQUEST.traceparent());
    assertThat(span.attributes())
        .containsEntry("dfs.node.id", "100")
        .containsEntry("dfs.copy.id", copy.toString());
    assertThat(span.ended()).isFalse();
    traced.answered(new Failed(1, FailureCode.NO_SPACE, "full"));
    assertThat(span.ended()).isTrue();
    assertThat(span.attributes()).containsEntry("error.type", "no-space");
    traced.tellAndClose(LAST);
    traced.write();
    assertThat(wire.sent()).contains(new Origin(1, "r-1", span.traceparent()));
  }

  @Test
  void aCommandThatCannotBeSentEndsItsSpan() {
    RecordingTracer tracer = new RecordingTracer();
    NodeChannel traced = new NodeChannel(wire, Runnable::run, 1_000_000_000L, metrics, tracer);
    traced.close("test");
    var unused =
        traced
            .serving(REQUEST)
            .ask(Content.class, id -> new DownloadFile(id, UUID.randomUUID(), 0, 1));
    assertThat(tracer.spans()).hasSize(1);
    assertThat(tracer.spans().get(0).ended()).isTrue();
    assertThat(tracer.spans().get(0).attributes()).containsEntry("error.type", "unavailable");
  }

  /** A node takes an origin whose command is in another message for a broken peer. */
  @Test
  void anOriginAndItsCommandAreNeverParted() throws Exception {
    channel.admitted("100", 3);
    byte[] content = new byte[300_000];
    Copy copy =
        new Copy(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "n",
            "",
            content.length,
            Sha256.of(content),
            Instant.EPOCH,
            0);
    for (int i = 0; i < 20; i++) {
      var unused =
          channel
              .serving(REQUEST)
              .ask(Stored.class, id -> new UploadFile(id, copy, ByteBuffer.wrap(content)));
    }
    channel.tellAndClose(LAST);
    channel.write();
    assertThat(wire.messages).hasSizeGreaterThan(5);
    for (List<ManagerMessage> message : wire.messages) {
      for (int i = 0; i < message.size(); i++) {
        if (message.get(i) instanceof UploadFile upload) {
          assertThat(message.get(i - 1)).isInstanceOf(Origin.class);
          assertThat(message.get(i - 1).requestId()).isEqualTo(upload.requestId());
        }
      }
    }
  }
}

package io.github.dfserver.manager.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.StatusReceived;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeChannelTest {
  private static final Refused LAST = new Refused(RefusalCode.INVALID, "no");

  /** Records what is sent. */
  private static final class Wire implements NodeConnection {
    final List<ManagerMessage> sent = new ArrayList<>();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public synchronized void send(ByteBuffer message) {
      try {
        FrameReader<ManagerMessage> frames = FrameReader.fromManager(message);
        while (frames.hasNext()) {
          sent.add(frames.next());
        }
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
  private final NodeChannel channel = new NodeChannel(wire, Runnable::run, 1_000_000_000L, metrics);

  /** The writer may be waiting already, and take the last word as soon as it is there. */
  @Test
  void closesAfterItsLastWordHoweverSoonThatIsSent() throws Exception {
    for (int round = 0; round < 2000; round++) {
      Wire one = new Wire();
      NodeChannel left = new NodeChannel(one, Runnable::run, 1_000_000_000L, metrics);
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
}

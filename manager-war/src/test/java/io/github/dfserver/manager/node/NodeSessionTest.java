package io.github.dfserver.manager.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.security.NodeScope;
import io.github.dfserver.manager.security.Role;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.tracing.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A peer that says hello as a node that it may not be is told so, and nobody else hears of it. */
class NodeSessionTest {
  private static final Caller NODE_1 = Caller.node("token-of-1", Means.TOKEN, NodeScope.of("n-1"));

  private final List<ManagerMessage> sent = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final NodeChannel channel =
      new NodeChannel(
          new Recorder(),
          Runnable::run,
          1_000_000_000L,
          new CommandMetrics(new PrometheusRegistry()),
          Tracer.off());

  private final class Recorder implements NodeConnection {
    @Override
    public void send(ByteBuffer message) {
      try {
        FrameReader<ManagerMessage> frames = FrameReader.fromManager(message);
        while (frames.hasNext()) {
          sent.add(frames.next());
        }
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close(String reason) {
      closed.add(reason);
    }

    @Override
    public String peer() {
      return "a test";
    }
  }

  private void hello(Caller caller, String nodeId) {
    NodeSession session = new NodeSession(channel, caller, new NodeRegistry(), this::admit);
    Hello hello =
        new Hello(
            ProtocolVersion.OLDEST,
            ProtocolVersion.CURRENT,
            nodeId,
            UUID.randomUUID(),
            1,
            UUID.randomUUID(),
            Optional.empty(),
            "test",
            new StoreStatus(0, 0, 0, true));
    session.received(FrameWriter.pack(List.of(hello)));
  }

  private CompletionStage<Boolean> admit(Hello hello, NodeChannel by) {
    asked.add(hello.nodeId());
    return CompletableFuture.completedStage(true);
  }

  private void assertRefused(String sentence) {
    assertThat(asked).isEmpty();
    channel.write();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0)).isInstanceOf(Refused.class);
    Refused refused = (Refused) sent.get(0);
    assertThat(refused.code()).isEqualTo(RefusalCode.SHUTTING_DOWN);
    assertThat(refused.code().isTemporary()).isTrue();
    assertThat(refused.detail()).contains(sentence);
    assertThat(closed).isNotEmpty();
  }

  @Test
  void aNodeIsItself() {
    hello(NODE_1, "n-1");
    assertThat(asked).containsExactly("n-1");
  }

  @Test
  void theEnrolmentSecretLetsAnyNodeIn() {
    hello(Caller.node("enrolment", Means.TOKEN, NodeScope.ANY), "n-7");
    assertThat(asked).containsExactly("n-7");
  }

  @Test
  void aNodeIsNobodyElse() {
    hello(NODE_1, "n-2");
    assertRefused(
        "the credentials 'token-of-1' are those of node n-1, and do not let it act as node n-2");
  }

  @Test
  void aClientIsNoNode() {
    hello(Caller.client("an-admin", Means.TOKEN, Role.ADMIN), "n-1");
    assertRefused("the credentials 'an-admin' let no node in");
  }

  @Test
  void whoIsNotKnownIsNoNode() {
    hello(NodeChannelEndpoint.caller(null), "n-1");
    assertRefused("let no node in");
  }

  @Test
  void anotherServersPrincipalIsNobody() {
    Principal other = () -> "n-1";
    assertThat(NodeChannelEndpoint.caller(other)).isEqualTo(Caller.ANONYMOUS);
    assertThat(NodeChannelEndpoint.caller(NODE_1)).isEqualTo(NODE_1);
  }
}

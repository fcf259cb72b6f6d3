package io.github.dfserver.manager.node;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.Goodbye;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.StatusReceived;
import io.github.dfserver.protocol.VersionMismatchException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * What one peer says, in order: first hello, then, once it is let in, the rest. A peer that says
 * anything else loses its connection and nothing more. Called by one thread at a time.
 */
final class NodeSession {
  private static final Logger LOG = System.getLogger(NodeSession.class.getName());

  private final NodeChannel channel;
  private final NodeRegistry registry;
  private final Caller caller;
  private final Admission admission;
  private volatile Hello hello;
  private volatile boolean admitted;

  /** Lets a node in, or tells it why not and closes; completes with whether it is in. */
  @FunctionalInterface
  interface Admission {
    CompletionStage<Boolean> admit(Hello hello, NodeChannel channel);
  }

  /** {@code caller} is who the peer showed to be. */
  NodeSession(NodeChannel channel, Caller caller, NodeRegistry registry, Admission admission) {
    this.channel = channel;
    this.caller = caller;
    this.registry = registry;
    this.admission = admission;
  }

  NodeChannel channel() {
    return channel;
  }

  /** Who the peer showed to be. */
  Caller caller() {
    return caller;
  }

  /** Whether the peer has been let in as a node. */
  boolean admitted() {
    return admitted;
  }

  void received(ByteBuffer packed) {
    if (channel.closed()) {
      return;
    }
    channel.heard();
    try {
      FrameReader<NodeMessage> frames = FrameReader.fromNode(packed);
      while (frames.hasNext()) {
        received(frames.next());
      }
    } catch (VersionMismatchException e) {
      refuse(RefusalCode.VERSION, e.getMessage());
    } catch (ProtocolException e) {
      if (hello == null) {
        refuse(RefusalCode.INVALID, e.getMessage());
      } else {
        LOG.log(Level.WARNING, "Node {0} broke the protocol: {1}", who(), e.getMessage());
        channel.close("broke the protocol");
      }
    }
  }

  private void received(NodeMessage message) throws ProtocolException {
    if (message instanceof Hello greeting) {
      if (hello != null) {
        throw new ProtocolException("a second hello");
      }
      hello = greeting;
      if (!caller.nodes().covers(greeting.nodeId())) {
        refuse(NodeRefusals.notItself(greeting.nodeId(), caller)); // before anybody hears of it
        return;
      }
      admission
          .admit(greeting, channel)
          .whenComplete(
              (in, failure) -> {
                if (failure != null) {
                  LOG.log(Level.ERROR, "Node " + who() + " could not be let in", failure);
                  channel.close("cannot be let in now");
                } else if (in) {
                  admitted = true;
                  if (channel.closed()) {
                    ended();
                  }
                }
              });
      return;
    }
    if (hello == null) {
      throw new ProtocolException("something else before hello");
    }
    if (message instanceof Content content) {
      // The server may use its buffer again, and what is packed with it need not stay for long.
      ByteBuffer copy = ByteBuffer.allocate(content.content().remaining());
      channel.answered(new Content(content.requestId(), copy.put(content.content()).flip()));
    } else if (message instanceof Answer answer) {
      channel.answered(answer);
    } else if (message instanceof Status status) {
      registry.status(hello.nodeId(), channel, status.status());
      channel.tell(new StatusReceived());
    } else if (message instanceof Finding finding) {
      registry.found(hello.nodeId(), channel, finding);
    } else if (message instanceof ScrubReport report) {
      registry.scrubbed(hello.nodeId(), channel, report);
    } else if (message instanceof Goodbye goodbye) {
      LOG.log(Level.INFO, "Node {0} is leaving: {1}", who(), goodbye.reason());
      registry.goodbye(hello.nodeId(), channel);
    }
  }

  private void refuse(RefusalCode code, String detail) {
    refuse(new Refused(code, detail));
  }

  private void refuse(Refused refusal) {
    LOG.log(Level.WARNING, "Refused a node from {0}: {1}", channel.peer(), refusal.detail());
    channel.tellAndClose(refusal);
  }

  /** The connection is over. */
  void ended() {
    channel.close("the connection ended");
    if (hello != null) {
      registry.disconnect(hello.nodeId(), channel);
    }
  }

  private String who() {
    return hello == null ? channel.peer() : hello.nodeId();
  }
}

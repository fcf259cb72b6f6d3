package io.github.dfserver.manager.node;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Doorkeeper;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.tracing.Tracer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of this manager: opens them, ends those that fell silent or are not let in any
 * more.
 */
@ApplicationScoped
public class NodeChannels {
  private static final int MAX_CONNECTIONS = 4096;

  private final Set<NodeSession> sessions = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  @Inject private Workers workers;
  @Inject private Housekeeping housekeeping;
  @Inject private NodeRegistry registry;
  @Inject private NodeAdmission admission;
  @Inject private Doorkeeper doorkeeper;
  @Inject private CommandMetrics metrics;
  @Inject private Tracer tracer;
  @Inject private ManagerConfiguration configuration;

  @PostConstruct
  void start() {
    housekeeping.every(Duration.ofSeconds(1), "look after node channels", this::look);
  }

  /** A peer connected. */
  NodeSession open(NodeConnection connection, Caller caller) {
    NodeChannel channel =
        new NodeChannel(
            connection, workers, configuration.commandTimeout().toNanos(), metrics, tracer);
    NodeSession session = new NodeSession(channel, caller, registry, admission::admit);
    sessions.add(session);
    workers.startThread("dfs-node-writer", () -> write(channel));
    if (stopping || sessions.size() > MAX_CONNECTIONS) {
      channel.tellAndClose(
          new Refused(RefusalCode.SHUTTING_DOWN, "this manager takes no node now"));
    }
    return session;
  }

  /**
   * Some servers search the whole context class loader for every WebSocket message that is sent. A
   * managed thread is given the application's when it starts, so only the thread itself can put it
   * down; nothing that it does needs one.
   */
  private static void write(NodeChannel channel) {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    channel.write();
  }

  /** A peer's connection is over. */
  void closed(NodeSession session) {
    sessions.remove(session);
    session.ended();
  }

  private void look() {
    long now = System.nanoTime();
    long silence = configuration.heartbeat().multipliedBy(4).toNanos();
    for (NodeSession session : sessions) {
      NodeChannel channel = session.channel();
      channel.expire(now);
      if (now - channel.lastHeard() > silence) {
        channel.close("silent for too long");
        closed(session);
      } else if (!doorkeeper.isStillLetIn(session.caller())) {
        channel.close("its credentials are not good any more");
        closed(session);
      } else if (channel.closed()) {
        closed(session);
      }
    }
  }

  /** Tells every node that this manager is stopping. */
  @PreDestroy
  void stop() {
    stopping = true;
    for (NodeSession session : sessions) {
      session.channel().close("the manager is stopping");
    }
  }
}

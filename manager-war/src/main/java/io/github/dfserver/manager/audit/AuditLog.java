package io.github.dfserver.manager.audit;

import io.github.dfserver.manager.config.AuditSettings;
import io.github.dfserver.manager.config.ConfigurationException;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.request.EndedRequest;
import io.github.dfserver.manager.request.RequestAudit;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Records each change that clients and operators ask for, each request that is refused for who sent
 * it, and nodes that come and go. Which requests these are is told by method and status alone, so
 * that no new one can be forgotten. Thread-safe; nothing here blocks but start and stop.
 */
@ApplicationScoped
public class AuditLog implements RequestAudit {
  private static final int QUEUE = 8192;
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<Integer> REFUSED = Set.of(401, 403, 429);

  @Inject private ManagerConfiguration configuration;
  @Inject private Workers workers;
  @Inject private AuditMetrics metrics;

  private volatile AuditWriter writer;
  private Thread thread;

  /**
   * Opens the file.
   *
   * @throws ConfigurationException when it cannot be written
   */
  public void start() {
    if (configuration.audit().isEmpty()) {
      return;
    }
    AuditSettings settings = configuration.audit().get();
    AuditFile file = new AuditFile(settings.file(), settings.maxSize(), settings.kept());
    try {
      file.open();
    } catch (IOException e) {
      throw new ConfigurationException(
          "dfs.audit-log",
          settings.file().toString(),
          "a file that the manager can write, or 'off' (" + e + ")");
    }
    AuditWriter started = new AuditWriter(file, QUEUE, metrics::lost);
    thread = workers.startThread("dfs-audit", started::run);
    writer = started;
  }

  @Override
  public void ended(EndedRequest request) {
    AuditWriter to = writer;
    if (to != null && isWorthIt(request)) {
      to.add(AuditRecord.of(request, Instant.now()));
    }
  }

  static boolean isWorthIt(EndedRequest request) {
    boolean change = request.operation().isOfClients() && !READS.contains(request.method());
    return change || REFUSED.contains(request.status());
  }

  /**
   * A storage node has come, has gone or was refused.
   *
   * @param from its address
   * @param why what there is to say, or empty
   */
  public void node(NodeEvent event, String node, String from, String why) {
    AuditWriter to = writer;
    if (to != null) {
      to.add(AuditRecord.ofNode(event, node, from, why, Instant.now()));
    }
  }

  /** Writes what is queued. */
  @PreDestroy
  void stop() {
    AuditWriter ending = writer;
    if (ending == null) {
      return;
    }
    ending.stop();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

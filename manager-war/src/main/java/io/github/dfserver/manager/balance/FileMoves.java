package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.copy.HeldRecords;
import io.github.dfserver.manager.copy.Settlement;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.NodeTransfers;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Moves files, each as a {@link FileMove}. Thread-safe. */
@ApplicationScoped
public class FileMoves {
  private static final Logger LOG = System.getLogger(FileMoves.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);

  private Bandwidth bandwidth;

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private RebalancerLease lease;
  @Inject private HeldRecords held;
  @Inject private Settlement settlement;
  @Inject private NodeTransfers transfers;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  @PostConstruct
  void start() {
    bandwidth = new Bandwidth(configuration.moveBandwidth());
    housekeeping.every(TICK, "let moves carry more", this::fill);
  }

  private void fill() {
    for (Runnable pipe : bandwidth.fill()) {
      try {
        workers.execute(pipe);
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "The workers are overloaded: a move waits", e);
        bandwidth.later(pipe);
      }
    }
  }

  /**
   * Moves a file.
   *
   * @param file its LIVE, settled record
   * @param target the id of the node that gets it
   * @param term of the rebalancer's lease
   * @return how that went; never fails
   */
  CompletionStage<MoveOutcome> move(FileRecord file, String target, long term) {
    return new FileMove(this, file, target, term).run();
  }

  Catalog catalog() {
    return catalog;
  }

  Optional<NodeLink> link(String node) {
    return registry.channel(node);
  }

  boolean mayMove(long term) {
    return lease.holds(term);
  }

  HeldRecords held() {
    return held;
  }

  Settlement settlement() {
    return settlement;
  }

  NodeTransfers transfers() {
    return transfers;
  }

  Bandwidth bandwidth() {
    return bandwidth;
  }

  UUID manager() {
    return identity.managerId();
  }

  /** The largest file that goes inside of commands. */
  int inlineLimit() {
    return configuration.inlineLimit();
  }
}

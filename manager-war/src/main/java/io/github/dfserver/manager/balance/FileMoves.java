package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.copy.HeldRecords;
import io.github.dfserver.manager.copy.Settlement;
import io.github.dfserver.manager.node.NodeChannel;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.transfer.StallWatch;
import io.github.dfserver.manager.transfer.TransferBroker;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Moves files, each as a {@link FileMove}. Thread-safe. */
@ApplicationScoped
public class FileMoves {
  private static final Duration TICK = Duration.ofMillis(500);

  private Bandwidth bandwidth;

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private RebalancerLease lease;
  @Inject private HeldRecords held;
  @Inject private Settlement settlement;
  @Inject private TransferBroker broker;
  @Inject private Managers managers;
  @Inject private StallWatch stallWatch;
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
    bandwidth.fill().forEach(workers::execute);
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

  /** Where nodes open their transfers; empty for where their channels lead. */
  String url() {
    return managers.urlForNodes();
  }

  TransferBroker broker() {
    return broker;
  }

  StallWatch stallWatch() {
    return stallWatch;
  }

  Bandwidth bandwidth() {
    return bandwidth;
  }

  Workers workers() {
    return workers;
  }

  UUID manager() {
    return identity.managerId();
  }

  /** The largest file that goes inside of commands. */
  int inlineLimit() {
    return configuration.inlineLimit();
  }

  /** Runs something when a node has had the time to force so many bytes and to answer. */
  void afterCommandTimeout(long bytes, Runnable task) {
    Duration allowed = configuration.commandTimeout().plus(NodeChannel.forcing(bytes));
    housekeeping.after(allowed, "a node's answer is due", task);
  }
}

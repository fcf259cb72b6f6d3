package io.github.dfserver.manager;

import io.github.dfserver.manager.audit.AuditLog;
import io.github.dfserver.manager.balance.BalanceMetrics;
import io.github.dfserver.manager.balance.BalanceWatch;
import io.github.dfserver.manager.balance.Rebalancer;
import io.github.dfserver.manager.balance.Recount;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.config.ConfigurationException;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.config.ServerLimits;
import io.github.dfserver.manager.config.StartReport;
import io.github.dfserver.manager.copy.RecordSweeper;
import io.github.dfserver.manager.copy.TombstoneSweeper;
import io.github.dfserver.manager.drain.DrainWatch;
import io.github.dfserver.manager.event.EventListeners;
import io.github.dfserver.manager.event.EventMetrics;
import io.github.dfserver.manager.history.History;
import io.github.dfserver.manager.metrics.NodeMetrics;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.rebuild.KnownNodes;
import io.github.dfserver.manager.rebuild.Rebuild;
import io.github.dfserver.manager.rebuild.RebuildWatch;
import io.github.dfserver.manager.reconcile.FindingMetrics;
import io.github.dfserver.manager.reconcile.Reconciler;
import io.github.dfserver.manager.reconcile.Suspicions;
import io.github.dfserver.manager.security.Doorkeeper;
import io.github.dfserver.manager.security.Issuer;
import io.github.dfserver.manager.security.KnownTokens;
import io.github.dfserver.manager.transfer.TransferMetrics;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Starts the manager: what is wrong with its settings or its catalogue stops the start. */
@ApplicationScoped
public class ManagerLifecycle {
  private static final Logger LOG = System.getLogger(ManagerLifecycle.class.getName());

  /** A server that deploys an application while it starts does not tell its settings before. */
  private static final Duration SERVER_STARTED = Duration.ofSeconds(15);

  @Inject private ManagerConfiguration configuration;
  @Inject private KnownTokens tokens;
  @Inject private Issuer issuer;
  @Inject private Doorkeeper doorkeeper;
  @Inject private AuditLog audit;
  @Inject private Catalog catalog;
  @Inject private Cluster cluster;
  @Inject private Managers managers;
  @Inject private NodeRegistry registry;
  @Inject private KnownNodes roster;
  @Inject private Suspicions suspicions;
  @Inject private Reconciler reconciler;
  @Inject private Rebuild rebuild;
  @Inject private Recount recount;
  @Inject private RecordSweeper records;
  @Inject private TombstoneSweeper tombstones;
  @Inject private Rebalancer rebalancer;
  @Inject private DrainWatch drains;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;
  @Inject private TransferMetrics transferMetrics;
  @Inject private NodeMetrics nodeMetrics;
  @Inject private BalanceMetrics balanceMetrics;
  @Inject private FindingMetrics findingMetrics;
  @Inject private EventListeners eventListeners;
  @Inject private EventMetrics eventMetrics;
  @Inject private BalanceWatch balanceWatch;
  @Inject private RebuildWatch rebuildWatch;
  @Inject private History history;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    startTokens();
    issuer.start();
    startAudit();
    cluster.start(Await.result(catalog.cluster().read()));
    registry.start(Await.result(catalog.nodes().all()));
    Await.result(managers.start());
    recount.start(Await.result(catalog.files().usage()));
    roster.start();
    suspicions.start();
    reconciler.start();
    rebuild.start();
    records.start();
    tombstones.start();
    rebalancer.start();
    drains.start();
    nodeMetrics.start();
    balanceMetrics.start();
    findingMetrics.start();
    transferMetrics.start();
    eventListeners.start();
    eventMetrics.start();
    balanceWatch.start();
    rebuildWatch.start();
    history.start();
    LOG.log(
        Level.INFO,
        "The manager is ready: catalogue {0}, cluster {1}, durability {2}, {3}",
        configuration.mongodbUri().isPresent()
            ? "MongoDB " + configuration.mongodbDatabase()
            : "in " + configuration.dataDirectory(),
        cluster.state().clusterId(),
        configuration.fsync() ? "fsync" : "none",
        doorkeeper.isOpen() ? "open to this machine only" : "locked");
    StartReport.started();
    housekeeping.after(
        SERVER_STARTED,
        "look at the server's limits",
        () -> workers.background().execute(this::warnOfLimits));
  }

  private void startTokens() {
    try {
      tokens.start();
    } catch (UncheckedIOException e) {
      StartReport.failed(e);
      throw e;
    }
  }

  private void startAudit() {
    try {
      audit.start();
    } catch (ConfigurationException e) {
      StartReport.failed(e);
      throw e;
    }
  }

  private void warnOfLimits() {
    new ServerLimits(ManagementFactory.getPlatformMBeanServer())
        .warnings(configuration.maxFileSize())
        .forEach(warning -> LOG.log(Level.WARNING, warning));
  }
}

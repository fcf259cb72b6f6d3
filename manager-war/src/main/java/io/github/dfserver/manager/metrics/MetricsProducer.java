package io.github.dfserver.manager.metrics;

import io.github.dfserver.manager.audit.AuditMetrics;
import io.github.dfserver.manager.node.CommandMetrics;
import io.github.dfserver.manager.request.RequestMetrics;
import io.github.dfserver.manager.transfer.TransferMetrics;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Gives the registry of this deployment, and what counts in it. The library's own default registry
 * is not used: two deployments that share its classes would clash there, and one that is gone would
 * stay.
 */
@ApplicationScoped
public class MetricsProducer {
  /**
   * The registry. Of the JVM's metrics those are left out that listen to its beans, which nothing
   * would end when the application is taken away from its server.
   */
  @Produces
  @Singleton
  public PrometheusRegistry registry() {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMemoryMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    Info.builder()
        .name("dfs_build_info")
        .help("Which version of the manager this is")
        .labelNames("version")
        .register(registry)
        .setLabelValues(BuildVersion.get());
    return registry;
  }

  /** Counts requests. */
  @Produces
  @Singleton
  public RequestMetrics requests(PrometheusRegistry registry) {
    return new RequestMetrics(registry);
  }

  /** Times commands. */
  @Produces
  @Singleton
  public CommandMetrics commands(PrometheusRegistry registry) {
    return new CommandMetrics(registry);
  }

  /** Counts transfers. */
  @Produces
  @Singleton
  public TransferMetrics transferMetrics(PrometheusRegistry registry) {
    return new TransferMetrics(registry);
  }

  /** Counts what the audit log lacks. */
  @Produces
  @Singleton
  public AuditMetrics auditMetrics(PrometheusRegistry registry) {
    return new AuditMetrics(registry);
  }

  /** Times the catalogue. */
  @Produces
  @Singleton
  public CatalogueMetrics catalogue(PrometheusRegistry registry) {
    return new CatalogueMetrics(registry);
  }
}

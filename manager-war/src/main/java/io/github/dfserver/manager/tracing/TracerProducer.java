package io.github.dfserver.manager.tracing;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.config.StartReport;
import io.github.dfserver.manager.metrics.BuildVersion;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.tracing.OpenTelemetryTracer;
import io.github.dfserver.tracing.Tracer;
import io.github.dfserver.tracing.TracingOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Gives the tracer, which is off unless {@code dfs.tracing} is {@code on}. */
@ApplicationScoped
public class TracerProducer {
  private static final String SERVICE = "dfs-manager";

  /** The tracer of this manager. */
  @Produces
  @Singleton
  public Tracer tracer(
      ManagerConfiguration configuration, ManagerIdentity identity, Workers workers) {
    if (!configuration.tracing()) {
      return Tracer.off();
    }
    try {
      return OpenTelemetryTracer.open(
          new TracingOptions(
              SERVICE,
              Map.of(
                  "service.version",
                  BuildVersion.get(),
                  "dfs.manager.id",
                  identity.managerId().toString()),
              loop -> named(workers.newThread(loop))));
    } catch (IllegalArgumentException e) {
      StartReport.failed(e);
      throw e;
    }
  }

  private static Thread named(Thread thread) {
    thread.setName("dfs-tracing");
    return thread;
  }

  /** Sends what has ended, when the manager stops. */
  public void close(@Disposes Tracer tracer) {
    tracer.close();
  }
}

package io.github.dfserver.manager.health;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.metrics.BuildVersion;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.StorageNode;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The checks. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class HealthChecks {
  private SharedProbe catalogue;

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;

  @PostConstruct
  void start() {
    catalogue = new SharedProbe(() -> catalog.cluster().read(), System::nanoTime);
    housekeeping.every(Duration.ofMillis(500), "end late health checks", catalogue::look);
  }

  /** Up as long as the application answers. */
  HealthReport live() {
    return new HealthReport(List.of(manager()));
  }

  /** Up when the catalogue answers and a node is online, and nobody told the manager to stop. */
  CompletionStage<HealthReport> ready() {
    return catalogue
        .ask()
        .thenApply(
            answers ->
                new HealthReport(
                    Stopping.announced()
                        ? List.of(stopping(), catalogue(answers), nodes())
                        : List.of(catalogue(answers), nodes())));
  }

  /** All checks. */
  CompletionStage<HealthReport> all() {
    return catalogue
        .ask()
        .thenApply(answers -> new HealthReport(List.of(manager(), catalogue(answers), nodes())));
  }

  private static Check manager() {
    return new Check("manager", true, Map.of("version", BuildVersion.get()));
  }

  private static Check stopping() {
    return new Check("manager", false, Map.of("state", "stopping"));
  }

  private Check catalogue(boolean answers) {
    String kind = configuration.mongodbUri().isPresent() ? "mongodb" : "embedded";
    return new Check("catalogue", answers, Map.of("kind", kind));
  }

  private Check nodes() {
    Collection<StorageNode> all = registry.all();
    long online = all.stream().filter(StorageNode::online).count();
    return new Check("nodes", online > 0, Map.of("online", online, "known", (long) all.size()));
  }
}

package io.github.dfserver.manager.event;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Tells, at each scrape, of events and of those who listen. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class EventMetrics {
  @Inject private PrometheusRegistry registry;
  @Inject private Events events;
  @Inject private EventListeners listeners;

  /** Tells from now on. */
  public void start() {
    GaugeWithCallback.builder()
        .name("dfs_event_listeners")
        .help("Clients that listen to this manager's events")
        .callback(gauge -> gauge.call(listeners.count()))
        .register(registry);
    CounterWithCallback.builder()
        .name("dfs_events_total")
        .help("Events that this manager has told of")
        .callback(counter -> counter.call((double) events.published()))
        .register(registry);
    CounterWithCallback.builder()
        .name("dfs_event_listeners_cut_total")
        .help("Listeners that were cut since they read too slowly")
        .callback(counter -> counter.call((double) listeners.cut()))
        .register(registry);
  }
}

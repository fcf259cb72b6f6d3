package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;

/** Tells how far a rebuild is when that has changed, once a second at most. */
@ApplicationScoped
public class RebuildWatch {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private RebuildState last;

  @Inject private Cluster cluster;
  @Inject private Events events;
  @Inject private Housekeeping housekeeping;

  /** Tells from now on. */
  public void start() {
    last = cluster.state().rebuild();
    housekeeping.every(PERIOD, "tell of a rebuild", this::look);
  }

  private void look() {
    RebuildState now = cluster.state().rebuild();
    if (!now.equals(last)) {
      last = now;
      events.publish(
          Event.named("rebuild")
              .with("state", now.phase().name().toLowerCase(Locale.ROOT))
              .with("adopted", now.adopted())
              .with("conflictCount", now.conflicts()));
    }
  }
}

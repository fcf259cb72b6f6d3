package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the catalogue what the nodes hold, again and again: in MongoDB other managers place and move
 * files as well, and counting takes that long that it is done less often the longer it takes.
 */
@ApplicationScoped
public class Recount {
  private static final Logger LOG = System.getLogger(Recount.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration SHARED = Duration.ofSeconds(2);

  /** A node whose files never stop changing is counted anyway where others change them too. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A count takes at most this part of the time. */
  private static final int PART = 20;

  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile long due = System.nanoTime();
  private volatile long forced = System.nanoTime();

  @Inject private Catalog catalog;
  @Inject private Placement placement;
  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;

  /** Counts from now on, beginning with a count that was taken before anything could change. */
  public void start(Map<String, NodeUsage> first) {
    placement.counted(first, true);
    housekeeping.every(TICK, "recount the files of the nodes", this::look);
  }

  private void look() {
    long began = System.nanoTime();
    if (began - due < 0 || !counting.compareAndSet(false, true)) {
      return;
    }
    boolean shared = configuration.mongodbUri().isPresent();
    boolean force = shared && began - forced > PATIENCE.toNanos();
    placement.counting();
    catalog
        .files()
        .usage()
        .whenComplete(
            (usage, failure) -> {
              if (failure == null) {
                placement.counted(usage, force);
                forced = force ? began : forced;
              } else {
                LOG.log(Level.WARNING, "The files of the nodes could not be counted: {0}", failure);
              }
              long now = System.nanoTime();
              long pause = Math.max(shared ? SHARED.toNanos() : 0, (now - began) * PART);
              due = now + pause;
              counting.set(false);
            });
  }
}

package io.github.dfserver.manager.cluster;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ManagerRecord;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The managers that share the catalogue. Each announces itself there, with the nodes that are
 * connected to it, every few seconds and whenever that changes, and reads what the others announce.
 * While the catalogue does not answer, what was read last counts. A manager with the embedded
 * catalogue is alone and announces nothing. Thread-safe; nothing here blocks, but for the end.
 */
@ApplicationScoped
public class Managers {
  private static final Logger LOG = System.getLogger(Managers.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** How long an announcement counts. */
  public static final Duration COUNTS = Duration.ofSeconds(10);

  private final List<Consumer<List<ManagerRecord>>> readers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Supplier<List<ManagerRecord.Presence>> nodes = List::of;
  private volatile List<ManagerRecord> others = List.of();
  private volatile boolean several;
  private volatile boolean stopping;
  private volatile boolean failing;
  private volatile long announced = System.nanoTime() - COUNTS.toNanos();

  private CompletableFuture<Void> next; // guarded by this: an announcement that is to be begun
  private boolean busy; // guarded by this: one has begun and not ended

  @Inject private Catalog catalog;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private ManagerUrl own;
  @Inject private Housekeeping housekeeping;

  /** Where the nodes that are connected to this manager come from. */
  public void announcing(Supplier<List<ManagerRecord.Presence>> connected) {
    nodes = connected;
  }

  /** Runs something, which must not block, with the other managers whenever they were read. */
  public void onRead(Consumer<List<ManagerRecord>> reader) {
    readers.add(reader);
  }

  /** Begins, with an announcement and a look at who is there. */
  public CompletionStage<Void> start() {
    if (alone()) {
      return CompletableFuture.completedStage(null);
    }
    housekeeping.every(PERIOD, "announce this manager", this::again);
    return announce().thenCompose(done -> read()).thenAccept(read -> {});
  }

  /** Whether no other manager can be, since the catalogue is this process's own. */
  public boolean alone() {
    return configuration.mongodbUri().isEmpty();
  }

  /** The other managers, as last read. */
  public List<ManagerRecord> others() {
    return others;
  }

  /** Whether this manager has ever seen another one. */
  public boolean several() {
    return several;
  }

  /**
   * What this manager announced still counts, by its own clock, which began before the catalogue's:
   * it was not paused, and has not lost the catalogue.
   */
  public boolean counts() {
    return alone() || System.nanoTime() - announced < COUNTS.toNanos();
  }

  /** The URL that a command for a node carries, so that its transfer comes here; may be empty. */
  public String urlForNodes() {
    // A single manager is where the node's channel leads, whatever lies between.
    return several ? own.url() : "";
  }

  private void again() {
    announce();
    if (reading.compareAndSet(false, true)) {
      read().whenComplete((read, failure) -> reading.set(false));
    }
  }

  /** Announces this manager as it is now, or a little later; completes when that is written. */
  public CompletionStage<Void> announce() {
    if (alone() || stopping) {
      return CompletableFuture.completedStage(null);
    }
    CompletableFuture<Void> mine;
    synchronized (this) {
      if (next != null) {
        return next;
      }
      mine = new CompletableFuture<>();
      next = mine;
      if (busy) {
        return mine;
      }
      busy = true;
    }
    send();
    return mine;
  }

  /** One after the other, so that no older announcement comes after a newer one. */
  private void send() {
    CompletableFuture<Void> mine;
    synchronized (this) {
      mine = next;
      next = null;
    }
    long began = System.nanoTime();
    catalog
        .managers()
        .announce(new ManagerRecord(identity.managerId(), own.url(), nodes.get()), COUNTS)
        .whenComplete(
            (done, failure) -> {
              boolean more;
              synchronized (this) {
                more = next != null;
                busy = more;
              }
              heardOf(failure);
              if (failure == null) {
                announced = began;
                mine.complete(null);
              } else {
                mine.completeExceptionally(failure);
              }
              if (more) {
                send();
              }
            });
  }

  /** The other managers, as the catalogue knows them now. */
  public CompletionStage<List<ManagerRecord>> read() {
    if (alone()) {
      return CompletableFuture.completedStage(List.of());
    }
    return catalog
        .managers()
        .present()
        .thenApply(
            present ->
                present.stream()
                    .filter(manager -> !manager.id().equals(identity.managerId()))
                    .toList())
        .whenComplete(
            (read, failure) -> {
              if (failure == null) {
                others = read;
                several |= !read.isEmpty();
                readers.forEach(reader -> reader.accept(read));
              }
              heardOf(failure);
            });
  }

  private void heardOf(Throwable failure) {
    if (failure != null && !failing && !stopping) {
      LOG.log(Level.WARNING, "Managers cannot be announced or read: {0}", failure);
    }
    failing = failure != null;
  }

  /** Tells the others that this manager stops, while there is a catalogue. */
  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    stopping = true;
    if (alone()) {
      return;
    }
    try {
      Await.result(catalog.managers().leave(identity.managerId()));
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "This manager could not say that it stops: {0}", e);
    }
  }
}

package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.balance.BalancePlan.Step;
import io.github.dfserver.manager.balance.Placement.Reservation;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.EventGroup;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.reconcile.Suspicions;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Keeps the nodes even: begins moves while the plan has any and the limits allow them. One worker
 * at a time runs it, whenever something has happened; a signal that comes meanwhile makes it look
 * again.
 */
@ApplicationScoped
public class Rebalancer {
  private static final Logger LOG = System.getLogger(Rebalancer.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofSeconds(5);

  private final AtomicInteger signals = new AtomicInteger();
  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final MoveRate rate = new MoveRate();
  private final RecentFiles moved = new RecentFiles();
  private final RecentFiles failed = new RecentFiles();
  private final Map<String, Candidates> candidates = new HashMap<>();
  private final Map<String, Integer> active = new HashMap<>();
  private final Map<String, Long> resting = new HashMap<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger transfers = new AtomicInteger();
  private volatile List<String> stuck = List.of();

  @Inject private Catalog catalog;
  @Inject private Placement placement;
  @Inject private FileMoves moves;
  @Inject private MoveLimits limits;
  @Inject private RebalancerLease lease;
  @Inject private BalanceMetrics metrics;
  @Inject private Cluster cluster;
  @Inject private Suspicions suspicions;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;
  @Inject private Events feed;

  /** Balances from now on. */
  public void start() {
    lease.start();
    housekeeping.every(TICK, "balance the nodes", this::tick);
  }

  private void tick() {
    rate.look();
    limits.look(transfers.get());
    signal();
  }

  /** Something has happened that may let a move begin. */
  private void signal() {
    if (signals.getAndIncrement() == 0) {
      try {
        workers.execute(this::run);
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "The workers are overloaded: moves wait", e);
        signals.set(0);
      }
    }
  }

  private void happened(Runnable event) {
    events.add(event);
    signal();
  }

  private void run() {
    int seen = 1;
    do {
      try {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
          event.run();
        }
        beginMoves();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "The nodes are not being balanced for the moment", e);
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void beginMoves() {
    OptionalLong term = lease.term();
    // A rebuild may take back the name that it has just given to a file.
    if (term.isEmpty() || cluster.state().movesPaused() || cluster.state().rebuild().unfinished()) {
      candidates.values().forEach(Candidates::clear);
      return;
    }
    long now = System.nanoTime();
    resting.values().removeIf(until -> now - until >= 0);
    stuck = resting.keySet().stream().filter(this::drainingNow).toList();
    while (running.get() < limits.atATime() && moves.bandwidth().available()) {
      BalancePlan plan = plan(placement.loads());
      Optional<Step> step = plan.next(limits.trigger(), this::mayGive, this::mayTake);
      if (step.isEmpty()) {
        if (running.get() == 0 && plan.needed() == 0) {
          rate.rest();
          candidates.values().forEach(Candidates::clear);
        }
        return;
      }
      begin(step.get(), term.getAsLong());
    }
  }

  /**
   * The plan for what nodes hold. What is on a draining node and cannot be moved is left out, as it
   * would keep a place on the others for ever.
   */
  BalancePlan plan(List<NodeLoad> loads) {
    List<String> without = stuck;
    return new BalancePlan(loads.stream().filter(load -> !without.contains(load.id())).toList());
  }

  /** The plan for what nodes hold by now, with nothing that is on its way. */
  BalancePlan planNow() {
    Map<String, NodeUsage> held = placement.held();
    return plan(
        placement.loads().stream()
            .map(load -> load.holding(held.getOrDefault(load.id(), NodeUsage.NONE)))
            .toList());
  }

  private boolean drainingNow(String node) {
    return placement.loads().stream().anyMatch(load -> load.id().equals(node) && load.draining());
  }

  private boolean mayGive(String node) {
    return mayTake(node) && !candidates(node).loading();
  }

  private boolean mayTake(String node) {
    return !resting.containsKey(node) && active.getOrDefault(node, 0) < limits.perNode();
  }

  private Candidates candidates(String node) {
    return candidates.computeIfAbsent(node, id -> new Candidates());
  }

  /** Begins a move, or sees to it that this step does not come again at once. */
  private void begin(Step step, long term) {
    Candidates files = candidates(step.from());
    Predicate<UUID> tried =
        drainingNow(step.from())
            ? failed::contains
            : file -> moved.contains(file) || failed.contains(file);
    long room = room(step.to());
    Optional<FileRecord> next = files.next(room, tried);
    if (next.isEmpty()) {
      if (files.exhausted()) {
        rest(step.from());
      } else {
        load(step.from(), files);
      }
      return;
    }
    FileRecord file = next.get();
    long size = file.content().orElseThrow().size();
    Optional<Reservation> place = placement.move(step.from(), step.to(), size);
    if (place.isEmpty()) {
      rest(step.to());
      return;
    }
    count(step, file, 1);
    moves
        .move(file, step.to(), term)
        .whenComplete(
            (outcome, failure) ->
                happened(
                    () ->
                        ended(
                            step,
                            file,
                            place.get(),
                            failure == null ? outcome : MoveOutcome.STOPPED)));
  }

  private long room(String node) {
    return placement.loads().stream()
        .filter(load -> load.id().equals(node))
        .mapToLong(NodeLoad::room)
        .sum();
  }

  private void load(String node, Candidates files) {
    catalog
        .files()
        .onNode(node, files.load(), Candidates.PAGE)
        .whenComplete(
            (page, failure) ->
                happened(
                    () -> {
                      if (failure == null) {
                        files.loaded(page);
                      } else {
                        LOG.log(Level.WARNING, "Files to move cannot be read: {0}", failure);
                        files.failed();
                        rest(node);
                      }
                    }));
  }

  private void count(Step step, FileRecord file, int more) {
    running.addAndGet(more);
    boolean large = file.content().orElseThrow().size() > moves.inlineLimit();
    transfers.addAndGet(large ? more : 0);
    active.merge(step.from(), more, Integer::sum);
    active.merge(step.to(), more, Integer::sum);
  }

  private void ended(Step step, FileRecord file, Reservation place, MoveOutcome outcome) {
    count(step, file, -1);
    metrics.ended(outcome, file.content().orElseThrow().size());
    tell(step, file, outcome);
    if (outcome == MoveOutcome.MOVED) {
      placement.done(place, file.content().orElseThrow().size());
      moved.add(file.fileId());
      rate.moved();
      return;
    }
    placement.undone(place);
    switch (outcome) {
      case UNWELL -> {
        failed.add(file.fileId());
        suspicions.unreadable(file);
      }
      case NOT_GIVEN -> {
        failed.add(file.fileId());
        rest(step.from());
      }
      case NOT_TAKEN -> rest(step.to());
      case STOPPED -> {
        rest(step.from());
        rest(step.to());
      }
      default -> {}
    }
  }

  private void tell(Step step, FileRecord file, MoveOutcome outcome) {
    if (outcome == MoveOutcome.MOVED) {
      feed.publish(
          EventGroup.MOVES,
          "moved",
          () ->
              Event.named("file-moved")
                  .with("filename", file.name())
                  .with("size", file.content().orElseThrow().size())
                  .with("from", step.from())
                  .with("to", step.to()));
    } else if (outcome != MoveOutcome.OVERTAKEN) {
      feed.publish(
          EventGroup.MOVES,
          "failed",
          () ->
              Event.named("move-failed")
                  .with("filename", file.name())
                  .with("from", step.from())
                  .with("to", step.to())
                  .with("reason", outcome.reason()));
    }
  }

  private void rest(String node) {
    resting.put(node, System.nanoTime() + REST.toNanos());
  }

  /** Moves that this manager has under way. */
  public int inFlight() {
    return running.get();
  }

  /** Whether this manager is the one that moves files. */
  boolean moving() {
    return lease.term().isPresent();
  }

  /** Seconds that so many moves take; empty while that is not known. */
  OptionalLong secondsFor(long files) {
    return rate.secondsFor(files);
  }
}

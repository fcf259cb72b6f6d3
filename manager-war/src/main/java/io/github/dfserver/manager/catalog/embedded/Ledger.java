package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.Appended;
import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalBusyException;
import io.github.dfserver.journal.JournalFailedException;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.NodeUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes changes and answers look-ups. A change is appended to the journal and put into the current
 * layer under one lock, so that both have the same order, and is answered when it is forced. Each
 * change in a layer has its position in the journal; who meets one that is not forced yet waits
 * until it is, so that nobody is told of what a crash could take back. Under the lock nothing is
 * read from or written to the disk. Thread-safe.
 */
final class Ledger {
  private static final long ROOM_SECONDS = 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition checkpointDue = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final State state;
  private final long checkpointBytes;
  private final Map<String, NodeUsage> usage;
  private Journal journal;
  private long layerBegan;
  private String broken = "";
  private boolean stopping;
  private volatile Layers layers = new Layers(new Recent(), new Recent(), 0);

  Ledger(State state, long checkpointBytes) {
    this.state = state;
    this.checkpointBytes = checkpointBytes;
    usage = new HashMap<>(state.usage());
  }

  /** Applies an entry of the journal; before {@link #start}. */
  void replay(long position, Entry entry) {
    layers.current().put(entry.table(), entry.key(), new Change(entry.value(), position));
    count(entry);
  }

  /** Takes the journal in use; everything in it was replayed from {@code replayedFrom} on. */
  void start(Journal opened, long replayedFrom) {
    journal = opened;
    layerBegan = replayedFrom;
  }

  /** How a record is now; {@link #settled} tells when that may be told. */
  Change find(Table table, byte[] key) {
    return find(layers, table, key);
  }

  /** The layers are taken before the state is read: what leaves them is in the state by then. */
  private Change find(Layers seen, Table table, byte[] key) {
    Change change = seen.change(table, key);
    return change == null ? new Change(state.get(table, key), 0) : change;
  }

  /** The layers, for a walk that looks at the state after this call. */
  Layers layers() {
    return layers;
  }

  /**
   * Makes a change if the record is still as it must be for that.
   *
   * @param next the record from now on, null to remove it
   * @param applies tells whether the change applies to what is there now, which may be null
   * @param done the answer when it did
   * @param refused the answer when it did not, from what is there
   */
  <T> CompletionStage<T> change(
      Table table,
      byte[] key,
      byte[] next,
      Predicate<byte[]> applies,
      T done,
      Function<byte[], T> refused) {
    try {
      Layers seen = layers;
      Change looked = find(seen, table, key);
      lock.lock();
      try {
        awaitRoom();
        Change before = latest(seen, looked, table, key);
        if (!applies.test(before.value())) {
          return settled(before.position(), refused.apply(before.value()));
        }
        return answer(append(table, key, before.value(), next).forced(), done);
      } finally {
        lock.unlock();
      }
    } catch (JournalFailedException e) {
      return CompletableFuture.failedFuture(failure(e));
    } catch (CatalogException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Under the lock: what was looked up before, unless it was changed meanwhile. */
  private Change latest(Layers seen, Change looked, Table table, byte[] key) {
    Layers now = layers;
    Change change = now.change(table, key);
    if (change != null) {
      return change;
    }
    boolean still = looked.position() == 0 && now.generation() == seen.generation();
    return still ? looked : new Change(state.get(table, key), 0);
  }

  private Appended append(Table table, byte[] key, byte[] before, byte[] next)
      throws JournalFailedException {
    boolean counted = table == Table.FILES && before != null && RecordCodec.isHeld(before);
    Entry entry = new Entry(table, key, counted ? before : null, next);
    Appended appended = journal.append(entry.encode());
    layers.current().put(table, key, new Change(next, appended.position()));
    count(entry);
    if (layerBytes() >= checkpointBytes) {
      checkpointDue.signal();
    }
    return appended;
  }

  private void count(Entry entry) {
    if (entry.table() != Table.FILES) {
      return;
    }
    if (entry.before() != null) {
      long size = RecordCodec.size(entry.before());
      usage.computeIfPresent(
          RecordCodec.node(entry.before()),
          (node, held) -> held.files() == 1 ? null : held.minus(size));
    }
    if (entry.value() != null && RecordCodec.isHeld(entry.value())) {
      NodeUsage one = NodeUsage.NONE.plus(RecordCodec.size(entry.value()));
      usage.merge(RecordCodec.node(entry.value()), one, (held, more) -> held.plus(more.bytes()));
    }
  }

  /**
   * What lies over the state file at one moment, and what each node holds then.
   *
   * @param layers for a walk that looks at the state after this
   * @param usage by node, of nodes that hold anything
   */
  record Moment(Layers layers, Map<String, NodeUsage> usage) {}

  /** This moment; {@link #settled} tells when it may be told. */
  Moment moment() {
    lock.lock();
    try {
      return new Moment(layers, Map.copyOf(usage));
    } finally {
      lock.unlock();
    }
  }

  /** An answer that depends on everything so far, when that is forced. */
  <T> CompletionStage<T> settled(T answer) {
    return settled(journal.appendedPosition(), answer);
  }

  /** An answer that depends on the change at a position, when that is forced. */
  <T> CompletionStage<T> settled(long position, T answer) {
    return position <= journal.forcedPosition()
        ? CompletableFuture.completedFuture(answer)
        : answer(journal.whenForced(position), answer);
  }

  private static <T> CompletionStage<T> answer(CompletableFuture<Void> forced, T answer) {
    return forced.handle(
        (done, failure) -> {
          if (failure != null) {
            throw failure(failure);
          }
          return answer;
        });
  }

  private static CatalogException failure(Throwable cause) {
    return cause instanceof JournalBusyException
        ? new CatalogException("The disk of the catalogue is too slow for what is asked", cause)
        : new CatalogException(
            "The catalogue's journal cannot be written; see to its disk, restart the manager",
            cause);
  }

  private long layerBytes() {
    return journal.appendedPosition() - layerBegan;
  }

  /** Under the lock: bounds the layers in memory, and what has to be replayed after a crash. */
  private void awaitRoom() {
    long left = TimeUnit.SECONDS.toNanos(ROOM_SECONDS);
    while (layerBytes() >= 2 * checkpointBytes) {
      if (!broken.isEmpty() || left <= 0) {
        throw new CatalogException(
            broken.isEmpty() ? "The disk of the catalogue is too slow for what is asked" : broken);
      }
      try {
        left = room.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CatalogException("Interrupted while waiting for the catalogue's disk", e);
      }
    }
  }

  /**
   * What a checkpoint brings into the state file.
   *
   * @param changes all since the checkpoint before
   * @param position of the journal just behind them
   * @param usage what each node holds at that position
   */
  record Fold(Recent changes, long position, Map<String, NodeUsage> usage) {}

  /** Waits until a checkpoint is due: by its bytes, or by its time when anything changed. */
  boolean awaitDue(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!stopping && layerBytes() < checkpointBytes && (left > 0 || layerBytes() == 0)) {
        left = checkpointDue.awaitNanos(left > 0 ? left : nanos);
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait for checkpoints. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      checkpointDue.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Begins a new layer, so that the one so far can be folded. */
  Fold beginFold() {
    lock.lock();
    try {
      Layers before = layers;
      layers = before.rotated();
      layerBegan = journal.appendedPosition();
      room.signalAll();
      return new Fold(before.current(), layerBegan, Map.copyOf(usage));
    } finally {
      lock.unlock();
    }
  }

  /** Drops the layer that the state file has now. */
  void endFold() {
    lock.lock();
    try {
      layers = layers.folded();
    } finally {
      lock.unlock();
    }
  }

  /** No layer will be folded any more; changes are taken until the memory for them is full. */
  void breakOff(String reason) {
    lock.lock();
    try {
      broken = reason;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Limits;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.tracing.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The copies that a node holds, each a plain file. Safe for use by many threads.
 *
 * <p>What a future completed with is durable, as {@link StoreOptions#fsync} promises. Futures that
 * fail do so with a {@link StoreException}, and complete on one of the store's own threads, which
 * must not be held up. What is asked for one copy id is done in the order of the calls; a copy id
 * that was discarded or deleted is not taken again.
 *
 * <p>When the process ends in the middle of a {@link #put} or {@link #commit}, the copy is whole or
 * absent afterwards.
 */
public final class CopyStore implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private final OpenStore open;
  private final Health health;
  private final Checkpoint checkpoint;
  private final Space space;
  private final Reception reception;
  private final Admission admission;
  private final CopySequence sequence;
  private final CopyReader reader;
  private final Inventory inventory;
  private final ScrubCalls calls = new ScrubCalls();
  private final Activity activity = new Activity();
  private final Scrubber scrubber;
  private final Thread scrubThread;
  private final Thread checkpointThread;
  private NodeIdentity identity;
  private volatile boolean closed;

  private CopyStore(OpenStore open, StoreOptions options) throws IOException {
    Parts parts = open.parts();
    this.open = open;
    this.health = parts.health();
    this.identity = open.identity();
    this.checkpoint = open.checkpoint();
    Executor executor = open.workers().applying();
    this.space = new Space(parts.layout().root(), options, parts.index()::bytes);
    this.reception =
        new Reception(
            parts.staging(),
            parts.disk(),
            space,
            health,
            options.fsync(),
            open.workers().forcing());
    this.admission =
        new Admission(parts, new Changes(parts, checkpoint::changed), reception, space, executor);
    this.sequence = new CopySequence(executor);
    SumsMending mending = new SumsMending(parts, sequence);
    this.reader = new CopyReader(parts, mending, calls, activity);
    this.inventory = new Inventory(parts);
    this.scrubber = scrubber(parts, mending, options);
    this.scrubThread = open.workers().named("store-scrub", scrubber);
    scrubThread.start();
    this.checkpointThread = open.workers().named("store-checkpoint", checkpoint);
    checkpointThread.start();
  }

  private Scrubber scrubber(Parts parts, SumsMending mending, StoreOptions options)
      throws IOException {
    ScrubFiles files =
        new ScrubFiles(parts.layout(), parts.disk(), parts.staging(), options.fsync());
    parts.unwell().restore(files.readUnwell());
    parts.unwell().listen(calls::call);
    CopyCheck check = new CopyCheck(parts, mending);
    return new Scrubber(parts, check, files, options.scrubPeriod(), activity, calls);
  }

  /**
   * Opens the store, completing what an earlier process was stopped in the middle of.
   *
   * @throws StoreException when the directory is in use, belongs to another node, or was written by
   *     a newer version; the message is for the operator
   * @throws IOException when the disk fails
   */
  public static CopyStore open(StoreOptions options) throws IOException, StoreException {
    return open(options, Ports.defaults());
  }

  static CopyStore open(StoreOptions options, Ports ports) throws IOException, StoreException {
    try (Opening opening = new Opening(options, ports)) {
      CopyStore store = new CopyStore(opening.open(), options);
      opening.succeeded();
      return store;
    }
  }

  /** Who this directory is. */
  public synchronized NodeIdentity identity() {
    return identity;
  }

  /**
   * Joins a cluster for good; joining it again changes nothing.
   *
   * @throws StoreException when the directory belongs to another cluster ({@code INVALID})
   * @throws IOException when that cannot be forced to disk
   */
  public synchronized void joinCluster(UUID clusterId) throws IOException, StoreException {
    if (identity.clusterId().isPresent()) {
      if (!identity.clusterId().get().equals(clusterId)) {
        throw new StoreException(
            FailureCode.INVALID,
            "The data directory "
                + open.parts().layout().root()
                + " belongs to cluster "
                + identity.clusterId().get()
                + ", not to cluster "
                + clusterId);
      }
      return;
    }
    NodeIdentity joined =
        new NodeIdentity(
            identity.nodeId(),
            identity.instanceId(),
            identity.incarnation(),
            Optional.of(clusterId));
    open.identityFile().write(joined);
    identity = joined;
  }

  /**
   * Stores a small file whole. The calling thread writes it to the file system's cache; the future
   * completes when the copy is durable and can be read. A copy that is there already, the same in
   * all, is a success.
   *
   * @param content the bytes, {@value Limits#MAX_CONTENT_BYTES} at most; must not change until the
   *     future completes
   */
  public CompletableFuture<Void> put(Copy copy, ByteBuffer content) {
    return put(copy, content, Span.none());
  }

  /**
   * Like {@link #put(Copy, ByteBuffer)}.
   *
   * @param span what the disk does is below it
   */
  public CompletableFuture<Void> put(Copy copy, ByteBuffer content, Span span) {
    if (content.remaining() > Limits.MAX_CONTENT_BYTES) {
      return CompletableFuture.failedFuture(
          new StoreException(FailureCode.INVALID, "too large to be stored in one piece"));
    }
    return add(copy.copyId(), () -> admission.put(copy, content, span));
  }

  /**
   * Begins to receive a large file.
   *
   * @param expectedSize bytes that will come, or -1 when that is not known
   * @throws StoreException when there is no room, or the copy is there or being received already
   */
  public StagedFile stage(UUID copyId, long expectedSize) throws StoreException {
    try {
      requireOpen();
      return admission.stage(copyId, expectedSize);
    } catch (IOException e) {
      throw Health.explain(e);
    }
  }

  /**
   * Makes a finished {@link StagedFile} readable for good. Size and SHA-256 must be those that were
   * received ({@code CHECKSUM_MISMATCH}; the bytes are dropped then). Committing again what was
   * committed is a success.
   */
  public CompletableFuture<Void> commit(Copy copy) {
    return commit(copy, Span.none());
  }

  /**
   * Like {@link #commit(Copy)}.
   *
   * @param span what the disk does is below it
   */
  public CompletableFuture<Void> commit(Copy copy, Span span) {
    return add(copy.copyId(), () -> admission.commit(copy, span));
  }

  /**
   * Cancels the receiving of a copy, or drops what was received and not committed. Leaves a stored
   * copy alone.
   *
   * @return whether there was something to discard
   */
  public CompletableFuture<Boolean> discard(UUID copyId) {
    return remove(copyId, () -> admission.discard(copyId));
  }

  /**
   * Removes a copy, stored or being received. Downloads of it that are running go on.
   *
   * @return whether it was there
   */
  public CompletableFuture<Boolean> delete(UUID copyId) {
    return delete(copyId, false);
  }

  /**
   * Removes a copy, stored or being received. Downloads of it that are running go on.
   *
   * @param remembered whether its file itself is deleted, which {@link #tombstones} then tells for
   *     {@code 90} days: both are durable, or neither is
   * @return whether it was there
   */
  public CompletableFuture<Boolean> delete(UUID copyId, boolean remembered) {
    return delete(copyId, remembered, Span.none());
  }

  /**
   * Like {@link #delete(UUID, boolean)}.
   *
   * @param span what the disk does is below it
   */
  public CompletableFuture<Boolean> delete(UUID copyId, boolean remembered, Span span) {
    return remove(copyId, () -> admission.delete(copyId, remembered, span));
  }

  /**
   * One page of the deleted files that are remembered, ordered by file id as an unsigned number.
   *
   * @param after the last file id of the page before; empty to begin
   * @param limit most tombstones to return
   * @throws StoreException when they cannot be read
   */
  public TombstonePage tombstones(Optional<UUID> after, int limit) throws StoreException {
    return reading(() -> open.parts().tombstones().page(after, limit));
  }

  private CompletableFuture<Void> add(UUID copyId, CopySequence.Operation<Void> operation) {
    try {
      requireOpen();
      activity.note();
      checkpoint.awaitRoomToAdd();
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
    return sequence.run(copyId, operation);
  }

  private CompletableFuture<Boolean> remove(
      UUID copyId, CopySequence.Operation<Boolean> operation) {
    try {
      requireOpen();
      activity.note();
      checkpoint.awaitRoomToRemove();
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
    return sequence.run(copyId, operation);
  }

  private void requireOpen() throws StoreException {
    if (closed) {
      throw new StoreException(FailureCode.STORE_FAILED, "the store is closed");
    }
  }

  /**
   * What is known of a stored copy.
   *
   * @throws StoreException when that cannot be read
   */
  public Optional<StoredCopy> find(UUID copyId) throws StoreException {
    return reading(() -> reader.find(copyId));
  }

  /**
   * Reads exactly {@code length} bytes, and checks them: against the copy's SHA-256, or against the
   * checksums of its blocks.
   *
   * @throws StoreException {@code NOT_FOUND}, {@code DAMAGED}, or {@code INVALID} for a range
   *     beyond the end
   */
  public ByteBuffer read(UUID copyId, long offset, int length) throws StoreException {
    return reading(() -> reader.read(copyId, offset, length));
  }

  /**
   * Opens a copy's bytes for reading, which are checked as they are read. The caller closes it.
   *
   * @throws StoreException {@code NOT_FOUND}; {@code DAMAGED} when the file is gone or has another
   *     size; {@code BUSY} when a large copy has to be read whole first, because the checksums of
   *     its blocks were lost
   */
  public CopyContent open(UUID copyId) throws StoreException {
    return reading(() -> reader.content(copyId));
  }

  /**
   * One page of what is stored, in the order of places, which copies keep. Tells of the health of
   * each as far as it can be seen without reading it. A page may have few copies and not be the
   * last, and may leave out copies of which the record cannot be read; {@link #look} knows those.
   *
   * @param after {@link CopyPage#next} of the page before, -1 to begin
   * @param limit most copies to return
   * @throws StoreException when the data directory is gone
   */
  public CopyPage copies(long after, int limit) throws StoreException {
    return reading(() -> inventory.page(after, limit));
  }

  /**
   * How copies are, in the order in which they were asked for: {@code MISSING} when a copy is not
   * stored or its file is not there, {@code DAMAGED} when it has another size or is known to be.
   *
   * @throws StoreException when the data directory is gone, or the index cannot be read
   */
  public List<CopyHealth> look(List<UUID> copyIds) throws StoreException {
    return reading(() -> inventory.look(copyIds));
  }

  /** What is known against a copy that is stored; {@code INTACT} when nothing is. */
  public CopyHealth health(UUID copyId) {
    return open.parts().unwell().of(copyId);
  }

  /** Begins to read all copies against their SHA-256, as fast as that goes. */
  public void scrub() throws StoreException {
    requireOpen();
    calls.demand();
  }

  /** What there is to tell of the pass over all copies that is under way, or of the last one. */
  public ScrubReport scrubReport() {
    return scrubber.report();
  }

  /** Has {@code listener} told, from now on, what the store finds out by itself. */
  public void listen(StoreListener listener) {
    calls.listen(listener);
  }

  private interface Reading<T> {
    T read() throws IOException, StoreException;
  }

  private <T> T reading(Reading<T> reading) throws StoreException {
    requireOpen();
    activity.note();
    try {
      return reading.read();
    } catch (IOException e) {
      throw Health.explain(e);
    }
  }

  /** How many copies are being received, or were and are not committed. */
  public int staged() {
    return reception.size();
  }

  /** What the store holds and can take now. */
  public StoreStatus status() {
    CopyIndex index = open.parts().index();
    long free = 0;
    try {
      free = space.free();
    } catch (IOException e) {
      health.fail("The disk does not say how much room it has", e);
    }
    boolean accepting = !closed && !health.failed() && free > 0;
    return new StoreStatus(index.files(), index.bytes(), free, accepting);
  }

  /** Ends what is under way, makes everything durable and lets the directory go. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    calls.stop();
    join(scrubThread);
    boolean quiet = sequence.end(LONGEST_END);
    reception.discardAll();
    checkpoint.stop();
    join(checkpointThread);
    try (open) {
      if (quiet && !health.failed()) {
        checkpoint.perform();
        open.settle();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(LONGEST_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The copies that are being received or wait to be committed. Safe for use by many threads. */
final class Reception {
  private static final Logger LOG = System.getLogger(Reception.class.getName());

  private final ConcurrentHashMap<UUID, StagedCopy> staged = new ConcurrentHashMap<>();
  private final Staging staging;
  private final Disk disk;
  private final Space space;
  private final Health health;
  private final boolean force;
  private final Executor forcing;

  /** {@code forcing} forces files meanwhile and may reject that. */
  Reception(
      Staging staging, Disk disk, Space space, Health health, boolean force, Executor forcing) {
    this.staging = staging;
    this.disk = disk;
    this.space = space;
    this.health = health;
    this.force = force;
    this.forcing = forcing;
  }

  Space space() {
    return space;
  }

  /** Begins to receive a copy of {@code expectedSize} bytes, or of -1 when that is not known. */
  StagedFile stage(UUID copyId, long expectedSize) throws IOException, StoreException {
    long acquired = Math.max(0, expectedSize);
    space.acquire(acquired);
    boolean done = false;
    try {
      StagedCopy copy = create(copyId, expectedSize, acquired);
      staged.put(copyId, copy);
      done = true;
      return copy;
    } catch (FileAlreadyExistsException e) {
      throw new StoreException(
          FailureCode.ALREADY_EXISTS, "copy " + copyId + " is being received already", e);
    } finally {
      if (!done) {
        space.release(acquired, 0);
      }
    }
  }

  private StagedCopy create(UUID copyId, long expectedSize, long acquired)
      throws IOException, StoreException {
    StagingPlace place = staging.reserve(copyId.toString());
    Disk.Output output = null;
    try {
      output = disk.create(place.path());
      return new StagedCopy(
          copyId,
          expectedSize,
          acquired,
          new StagedCopy.Files(
              place,
              new ForcedOutput(output, force, forcing),
              new StagedSums(copyId, staging, disk)),
          this);
    } finally {
      if (output == null) {
        staging.release(place);
      }
    }
  }

  int size() {
    return staged.size();
  }

  boolean contains(UUID copyId) {
    return staged.containsKey(copyId);
  }

  /** Gives a finished copy out to be committed; {@link #taken} follows. */
  StagedCopy take(Copy copy) throws StoreException {
    StagedCopy found = staged.get(copy.copyId());
    if (found == null) {
      throw new StoreException(
          FailureCode.NOT_FOUND, "nothing was received for copy " + copy.copyId());
    }
    found.beginCommit(copy);
    return found;
  }

  /** A copy is no longer among those received. */
  void taken(StagedCopy copy) {
    staged.remove(copy.copyId(), copy);
  }

  /** Drops what was received of a copy; returns whether there was something. */
  boolean discard(UUID copyId) {
    StagedCopy found = staged.get(copyId);
    return found != null && found.cancel();
  }

  /** Drops everything. */
  void discardAll() {
    List.copyOf(staged.values()).forEach(StagedCopy::cancel);
  }

  /** Removes the file of a copy that was cancelled. */
  void drop(StagedCopy copy, long acquired, long written) {
    taken(copy);
    space.release(acquired, written);
    try {
      copy.files().sums().drop();
      staging.drop(copy.files().place());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "What was received of a copy stays until the node is restarted", e);
    }
  }

  /** Ends the files of a copy of so many bytes, and makes durable that they are there. */
  void finish(StagedCopy.Files files, long size) throws IOException, StoreException {
    files.sums().finish(size, force);
    files.output().finish();
    if (force) {
      List<StagingPlace> places = new ArrayList<>(List.of(files.place()));
      files.sums().place().ifPresent(places::add);
      staging.forceDirectories(places);
    }
  }

  /** A file could not be forced: the disk's word counts for nothing any more, unless it is full. */
  StoreException forceFailed(IOException problem) {
    StoreException explained = Health.explain(problem);
    if (explained.code() == FailureCode.STORE_FAILED) {
      health.fail("A file could not be forced to disk", problem);
    }
    return explained;
  }
}

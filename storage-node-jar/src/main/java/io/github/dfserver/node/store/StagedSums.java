package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * The {@link BlockSums} of a copy that is being received: a staged file of its own, which is made
 * when it has something in it. Written and finished by one thread; {@link #drop} is safe for any.
 */
final class StagedSums {
  private final UUID copyId;
  private final Staging staging;
  private final Disk disk;
  private final SumsWriter writer;
  private StagingPlace place; // guarded by this
  private Disk.Output output; // guarded by this
  private boolean finishing; // guarded by this
  private boolean dropped; // guarded by this

  StagedSums(UUID copyId, Staging staging, Disk disk) {
    this.copyId = copyId;
    this.staging = staging;
    this.disk = disk;
    this.writer = new SumsWriter(copyId, this::append);
  }

  /** Takes all that remains in {@code content}, which come next. */
  void update(ByteBuffer content) throws IOException, StoreException {
    writer.update(content);
  }

  private synchronized void append(ByteBuffer content) throws IOException, StoreException {
    if (dropped) {
      return;
    }
    if (output == null) {
      place = staging.reserve(copyId + ".sums");
      output = create(place);
    }
    output.write(content);
  }

  private Disk.Output create(StagingPlace at) throws IOException {
    Disk.Output created = null;
    try {
      created = disk.create(at.path());
      return created;
    } finally {
      if (created == null) {
        staging.release(at);
        place = null;
      }
    }
  }

  /** Writes the end for a copy of so many bytes, and closes the file, forced or not. */
  void finish(long size, boolean force) throws IOException, StoreException {
    if (BlockSums.areKept(size)) {
      writer.finish();
    }
    Disk.Output written;
    synchronized (this) {
      finishing = true;
      written = output;
    }
    if (written != null) {
      try (written) {
        if (force) {
          written.force();
        }
      }
    }
  }

  /** Where the file is; empty for a copy that needs none. */
  synchronized Optional<StagingPlace> place() {
    return Optional.ofNullable(place);
  }

  /** Removes the file. */
  synchronized void drop() throws IOException {
    dropped = true;
    if (place != null) {
      StagingPlace gone = place;
      place = null;
      try {
        if (!finishing) {
          output.close();
        }
      } finally {
        staging.drop(gone);
      }
    }
  }
}

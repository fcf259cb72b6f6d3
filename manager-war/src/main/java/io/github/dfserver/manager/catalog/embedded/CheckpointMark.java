package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Up to which position of the journal the state file is known to reach, beside it and not in it: an
 * MVStore whose newest part is damaged opens as it was some time ago, and would not tell. Two
 * places that are written in turn, each in a sector of its own, so that a cut off write leaves the
 * other.
 */
final class CheckpointMark {
  private static final int SLOT = 4096;
  private static final int BYTES = Long.BYTES + Integer.BYTES;

  private final Path file;
  private final boolean force;
  private int next;

  CheckpointMark(Path file, boolean force) {
    this.file = file;
    this.force = force;
  }

  /** The highest position that was written; empty when there is none, or none is whole. */
  OptionalLong read() throws IOException {
    OptionalLong highest = OptionalLong.empty();
    if (!Files.exists(file)) {
      return highest;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int slot = 0; slot < 2; slot++) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        if (channel.read(bytes, (long) slot * SLOT) < BYTES) {
          continue;
        }
        long position = bytes.getLong(0);
        if (bytes.getInt(Long.BYTES) == checksum(position)
            && position >= highest.orElse(Long.MIN_VALUE)) {
          highest = OptionalLong.of(position);
          next = 1 - slot;
        }
      }
    }
    return highest;
  }

  /** Writes a position, after the state file that reaches to it was forced. */
  void write(long position) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(position).putInt(checksum(position));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes.flip(), (long) next * SLOT);
      if (force) {
        channel.force(true);
      }
    }
    next = 1 - next;
  }

  private static int checksum(long position) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
    return (int) checksum.getValue();
  }
}

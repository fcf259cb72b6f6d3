package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the entries that {@link Journal#open} replays, in their order. */
@FunctionalInterface
public interface EntryConsumer {
  /**
   * Takes one entry.
   *
   * @param position the position just behind the entry
   * @param entry the entry's bytes, read-only and big-endian; valid during this call only
   * @throws IOException when the entry cannot be taken; opening the journal then fails with it
   */
  void accept(long position, ByteBuffer entry) throws IOException;
}

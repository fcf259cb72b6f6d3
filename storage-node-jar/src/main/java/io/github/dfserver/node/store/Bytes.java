package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads pieces of files. */
final class Bytes {
  private Bytes() {}

  /** Reads {@code length} bytes at {@code offset}, or as many as there are. */
  static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    fill(channel, offset, content);
    return content.flip();
  }

  /** Reads what is at {@code offset} until {@code to} is full or there is no more. */
  static void fill(FileChannel channel, long offset, ByteBuffer to) throws IOException {
    long begin = offset - to.position();
    int read;
    do {
      read = channel.read(to, begin + to.position());
    } while (read >= 0 && to.hasRemaining());
  }

  /** What remains in a buffer, in a buffer of its own that keeps nothing else in memory. */
  static ByteBuffer copy(ByteBuffer content) {
    return ByteBuffer.allocate(content.remaining()).put(content).flip();
  }
}

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
    int read;
    do {
      read = channel.read(content, offset + content.position());
    } while (read >= 0 && content.hasRemaining());
    return content.flip();
  }
}

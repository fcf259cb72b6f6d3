package io.github.dfserver.node.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers for what is encrypted. A connection has one only while something is in it; so those of a
 * loop are as many as its connections that stand still in the middle of a record.
 */
final class PacketBuffers {
  /** More than the largest record that TLS in Java ever asks room for, 33,093 bytes. */
  static final int BYTES = 33 * 1024;

  private static final int MOST_SPARE = 16;

  private final Deque<ByteBuffer> spare = new ArrayDeque<>();

  /** An empty buffer, ready to be filled. */
  ByteBuffer take() {
    ByteBuffer buffer = spare.pollLast();
    return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
  }

  /** Gives one back that nobody uses any more. */
  void give(ByteBuffer buffer) {
    if (spare.size() < MOST_SPARE) {
      spare.addLast(buffer);
    }
  }
}

package io.github.dfserver.node.transfer;

import java.nio.ByteBuffer;

/**
 * Takes a body out of what comes over a connection: of known length, or chunked (RFC 9112, 7.1).
 */
final class ResponseBody {
  private static final int MAX_LINE_BYTES = 4096;

  private enum State {
    SIZE,
    CONTENT,
    CONTENT_END,
    TRAILER,
    DONE
  }

  private final boolean chunked;
  private final StringBuilder line = new StringBuilder();
  private State state;
  private long remaining;
  private long size;

  private ResponseBody(boolean chunked, State state, long remaining) {
    this.chunked = chunked;
    this.state = state;
    this.remaining = remaining;
  }

  static ResponseBody ofLength(long length) {
    return new ResponseBody(false, length == 0 ? State.DONE : State.CONTENT, length);
  }

  static ResponseBody chunked() {
    return new ResponseBody(true, State.SIZE, 0);
  }

  /** Hands what {@code from} has of the body to {@code sink}; what follows the body stays. */
  void take(ByteBuffer from, Sink sink) throws Exception {
    while (from.hasRemaining() && state != State.DONE) {
      if (state == State.CONTENT) {
        content(from, sink);
      } else {
        frame(from);
      }
    }
  }

  /** Whether the body has come to its end. */
  boolean ended() {
    return state == State.DONE;
  }

  /** Bytes of content so far. */
  long size() {
    return size;
  }

  private void content(ByteBuffer from, Sink sink) throws Exception {
    int length = (int) Math.min(remaining, from.remaining());
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    remaining -= length;
    size += length;
    if (remaining == 0) {
      state = chunked ? State.CONTENT_END : State.DONE;
    }
    sink.write(part);
  }

  private void frame(ByteBuffer from) throws TransferException {
    char c = (char) Byte.toUnsignedInt(from.get());
    if (c != '\n') {
      line.append(c);
      if (line.length() > MAX_LINE_BYTES) {
        throw new TransferException("a line between two chunks does not end");
      }
      return;
    }
    if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
      throw new TransferException("a line between two chunks does not end in CR LF");
    }
    String whole = line.substring(0, line.length() - 1);
    line.setLength(0);
    switch (state) {
      case SIZE -> chunk(whole);
      case CONTENT_END -> {
        if (!whole.isEmpty()) {
          throw new TransferException("a chunk is longer than it says");
        }
        state = State.SIZE;
      }
      case TRAILER -> state = whole.isEmpty() ? State.DONE : State.TRAILER;
      default -> throw new AssertionError(state);
    }
  }

  private void chunk(String whole) throws TransferException {
    String digits = whole.split(";", 2)[0].strip();
    if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
      throw new TransferException("a chunk has no length");
    }
    remaining = Long.parseLong(digits, 16);
    state = remaining == 0 ? State.TRAILER : State.CONTENT;
  }
}

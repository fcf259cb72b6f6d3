package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers {@link ListCopies}. A page may have fewer copies than were asked for, even none, and not
 * be the last.
 *
 * @param requestId 1 or more
 * @param next what to ask for next as {@link ListCopies#after}; {@link #END} on the last page
 * @param copies what is stored, with its health as far as the node knows it; never changes
 */
public record Copies(long requestId, long next, List<Held> copies) implements Answer {
  /** There is no further page. */
  public static final long END = -1;

  static final int MIN_BYTES = 8 + 2;

  /**
   * A stored copy.
   *
   * @param copy what is known of it
   * @param health {@link CopyHealth#MISSING} when its record is there and its file is not
   */
  public record Held(Copy copy, CopyHealth health) {
    /** Bytes of this entry on the wire; a page has {@link #MAX_PAGE_BYTES} of them at most. */
    public int bytes() {
      return 1 + copy.bytes();
    }
  }

  /** Most bytes of all entries of a page together. */
  public static final int MAX_PAGE_BYTES = Limits.MAX_CONTENT_BYTES;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Copies {
    Limits.checkRequestId(requestId);
    Limits.check("next", next, END, Long.MAX_VALUE);
    copies = List.copyOf(copies);
    Limits.check("copies", copies.size(), 0, Limits.MAX_PAGE);
    Limits.check("bytes of a page", bytes(copies), 0, MAX_PAGE_BYTES);
  }

  @Override
  public MessageType type() {
    return MessageType.COPIES;
  }

  private static long bytes(List<Held> copies) {
    return copies.stream().mapToLong(Held::bytes).sum();
  }

  int bodyBytes() {
    return MIN_BYTES + (int) bytes(copies);
  }

  void write(ByteBuffer to) {
    to.putLong(next).putShort((short) copies.size());
    for (Held held : copies) {
      to.put((byte) held.health().code());
      held.copy().write(to);
    }
  }

  static Copies read(long requestId, ByteBuffer from) throws ProtocolException {
    long next = from.getLong();
    int count = Short.toUnsignedInt(from.getShort());
    List<Held> copies = new ArrayList<>(Math.min(count, from.remaining() / Copy.MIN_BYTES + 1));
    for (int i = 0; i < count; i++) {
      CopyHealth health = CopyHealth.of(Byte.toUnsignedInt(from.get()));
      copies.add(new Held(Copy.read(from), health));
    }
    return new Copies(requestId, next, copies);
  }
}

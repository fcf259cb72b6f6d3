package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.Collection;

/** Writes messages as frames: u32 length of the rest, u8 type, u64 request id, body. */
public final class FrameWriter {
  static final int HEADER_BYTES = 4 + 1 + 8;

  private FrameWriter() {}

  /** The bytes of the whole frame of {@code message}, at most {@link Limits#MAX_FRAME_BYTES}. */
  public static int size(Message message) {
    return HEADER_BYTES + message.type().bodyBytes(message);
  }

  /**
   * Appends the frame of {@code message}.
   *
   * @param to big-endian, with room for {@link #size} bytes
   */
  public static void write(Message message, ByteBuffer to) {
    int lengthAt = to.position();
    to.putInt(0).put((byte) message.type().code()).putLong(message.requestId());
    message.type().write(message, to);
    to.putInt(lengthAt, to.position() - lengthAt - 4);
  }

  /**
   * Packs the frames of all {@code messages}, in their order, into one WebSocket message.
   *
   * @return ready to be read
   * @throws IllegalArgumentException when they take more than {@link Limits#MAX_MESSAGE_BYTES}
   */
  public static ByteBuffer pack(Collection<? extends Message> messages) {
    long size = messages.stream().mapToLong(FrameWriter::size).sum();
    Limits.check("message size", size, HEADER_BYTES, Limits.MAX_MESSAGE_BYTES);
    ByteBuffer packed = ByteBuffer.allocate((int) size);
    for (Message message : messages) {
      write(message, packed);
    }
    return packed.flip();
  }
}

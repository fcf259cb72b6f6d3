package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Stores a small file that comes whole with the command; answered by {@link Stored}.
 *
 * @param requestId 1 or more
 * @param copy what is stored
 * @param content its {@link Copy#size} bytes; not to be changed. A decoded one shares the memory of
 *     the message that it came in
 */
public record UploadFile(long requestId, Copy copy, ByteBuffer content) implements CopyCommand {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public UploadFile {
    Limits.checkRequestId(requestId);
    Limits.check("content", content.remaining(), 0, Limits.MAX_CONTENT_BYTES);
    if (content.remaining() != copy.size()) {
      throw new IllegalArgumentException(
          "the content has " + content.remaining() + " bytes, the copy " + copy.size());
    }
    content = content.slice();
  }

  @Override
  public MessageType type() {
    return MessageType.UPLOAD_FILE;
  }

  @Override
  public UUID copyId() {
    return copy.copyId();
  }

  /** A view of the bytes with a position of its own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate();
  }

  int bodyBytes() {
    return copy.bytes() + content.remaining();
  }

  void write(ByteBuffer to) {
    copy.write(to);
    to.put(content.duplicate());
  }

  static UploadFile read(long requestId, ByteBuffer from) throws ProtocolException {
    return new UploadFile(requestId, Copy.read(from), Fields.getRest(from));
  }
}

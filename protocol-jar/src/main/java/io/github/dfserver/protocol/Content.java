package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * Answers {@link DownloadFile}.
 *
 * @param requestId 1 or more
 * @param content the bytes asked for, at most {@value Limits#MAX_CONTENT_BYTES}; not to be changed.
 *     A decoded one shares the memory of the message that it came in
 */
public record Content(long requestId, ByteBuffer content) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Content {
    Limits.checkRequestId(requestId);
    Limits.check("content", content.remaining(), 0, Limits.MAX_CONTENT_BYTES);
    content = content.slice();
  }

  @Override
  public MessageType type() {
    return MessageType.CONTENT;
  }

  /** A view of the bytes with a position of its own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate();
  }

  int bodyBytes() {
    return content.remaining();
  }

  void write(ByteBuffer to) {
    to.put(content.duplicate());
  }

  static Content read(long requestId, ByteBuffer from) {
    return new Content(requestId, Fields.getRest(from));
  }
}

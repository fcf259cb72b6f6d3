package io.github.dfserver.protocol;

/**
 * Answers {@link UploadFile} and {@link CommitFile}: the copy is durable and can be read.
 *
 * @param requestId 1 or more
 */
public record Stored(long requestId) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Stored {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.STORED;
  }
}

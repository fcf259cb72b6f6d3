package io.github.dfserver.protocol;

/**
 * Answers {@link DiscardFile}: nothing is staged under the copy id any more.
 *
 * @param requestId 1 or more
 */
public record Discarded(long requestId) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Discarded {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.DISCARDED;
  }
}

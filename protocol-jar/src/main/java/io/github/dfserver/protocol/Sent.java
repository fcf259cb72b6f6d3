package io.github.dfserver.protocol;

/**
 * Answers {@link SendFile}: the manager has answered the HTTP request with success.
 *
 * @param requestId 1 or more
 */
public record Sent(long requestId) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Sent {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.SENT;
  }
}

package io.github.dfserver.protocol;

/**
 * Answers {@link Scrub}: the copies are being read.
 *
 * @param requestId 1 or more
 */
public record ScrubBegun(long requestId) implements Answer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public ScrubBegun {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.SCRUB_BEGUN;
  }
}

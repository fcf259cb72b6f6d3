package io.github.dfserver.protocol;

/**
 * Has the node re-read all copies against their checksums, beginning now; answered by {@link
 * ScrubBegun}. One that is under way begins anew. {@link ScrubReport} and {@link Finding} tell what
 * comes of it.
 *
 * @param requestId 1 or more
 */
public record Scrub(long requestId) implements Command {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Scrub {
    Limits.checkRequestId(requestId);
  }

  @Override
  public MessageType type() {
    return MessageType.SCRUB;
  }
}

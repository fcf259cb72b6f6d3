package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Cancels a staging that is running under the copy id, and removes what is staged; answered by
 * {@link Discarded}, whether or not there was anything. A committed copy stays.
 *
 * @param requestId 1 or more
 * @param copyId which copy
 */
public record DiscardFile(long requestId, UUID copyId) implements CopyCommand {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public DiscardFile {
    Limits.checkRequestId(requestId);
    requireNonNull(copyId, "copyId");
  }

  @Override
  public MessageType type() {
    return MessageType.DISCARD_FILE;
  }

  void write(ByteBuffer to) {
    Fields.putUuid(to, copyId);
  }

  static DiscardFile read(long requestId, ByteBuffer from) {
    return new DiscardFile(requestId, Fields.getUuid(from));
  }
}

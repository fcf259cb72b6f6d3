package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Makes a staged file durable and visible; answered by {@link Stored}. Fails with {@link
 * FailureCode#CHECKSUM_MISMATCH} when size or digest are not those of what was staged.
 *
 * @param requestId 1 or more
 * @param copy what is stored
 */
public record CommitFile(long requestId, Copy copy) implements CopyCommand {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public CommitFile {
    Limits.checkRequestId(requestId);
    requireNonNull(copy, "copy");
  }

  @Override
  public MessageType type() {
    return MessageType.COMMIT_FILE;
  }

  @Override
  public UUID copyId() {
    return copy.copyId();
  }

  int bodyBytes() {
    return copy.bytes();
  }

  void write(ByteBuffer to) {
    copy.write(to);
  }

  static CommitFile read(long requestId, ByteBuffer from) throws ProtocolException {
    return new CommitFile(requestId, Copy.read(from));
  }
}

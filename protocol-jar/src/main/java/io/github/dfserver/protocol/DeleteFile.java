package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Deletes a copy for good; answered by {@link Deleted}, whether or not the node held it.
 *
 * @param requestId 1 or more
 * @param copyId which copy
 * @param tombstone whether the file itself is deleted and other nodes may still have older copies
 *     of it: then the node remembers file id and move sequence of the copy, see {@link
 *     ListTombstones}
 */
public record DeleteFile(long requestId, UUID copyId, boolean tombstone) implements CopyCommand {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public DeleteFile {
    Limits.checkRequestId(requestId);
    requireNonNull(copyId, "copyId");
  }

  @Override
  public MessageType type() {
    return MessageType.DELETE_FILE;
  }

  void write(ByteBuffer to) {
    Fields.putUuid(to, copyId);
    Fields.putFlag(to, tombstone);
  }

  static DeleteFile read(long requestId, ByteBuffer from) throws ProtocolException {
    return new DeleteFile(requestId, Fields.getUuid(from), Fields.getFlag(from));
  }
}

package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Asks which of these copies the node has; answered by {@link CopiesFound}. The node looks for the
 * files too, and not only into its index.
 *
 * @param requestId 1 or more
 * @param copyIds 1 to {@value Limits#MAX_FIND} of them; never changes
 */
public record FindCopies(long requestId, List<UUID> copyIds) implements Command {
  private static final int ID_BYTES = 16;
  static final int MAX_BYTES = Limits.MAX_FIND * ID_BYTES;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public FindCopies {
    Limits.checkRequestId(requestId);
    copyIds = List.copyOf(copyIds);
    Limits.check("copy ids", copyIds.size(), 1, Limits.MAX_FIND);
  }

  @Override
  public MessageType type() {
    return MessageType.FIND_COPIES;
  }

  int bodyBytes() {
    return copyIds.size() * ID_BYTES;
  }

  void write(ByteBuffer to) {
    copyIds.forEach(id -> Fields.putUuid(to, id));
  }

  static FindCopies read(long requestId, ByteBuffer from) {
    List<UUID> copyIds = new ArrayList<>(from.remaining() / ID_BYTES);
    while (from.hasRemaining()) {
      copyIds.add(Fields.getUuid(from));
    }
    return new FindCopies(requestId, copyIds);
  }
}

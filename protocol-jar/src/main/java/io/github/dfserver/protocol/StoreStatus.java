package io.github.dfserver.protocol;

import java.nio.ByteBuffer;

/**
 * What a storage node holds and what it can take, in files and bytes.
 *
 * @param files copies held
 * @param bytes the sum of their sizes
 * @param freeBytes what new files may use: the smaller of the capacity that is left and what the
 *     disk has beyond the reserve; never negative
 * @param accepting whether new copies are taken at all
 */
public record StoreStatus(long files, long bytes, long freeBytes, boolean accepting) {
  /** Bytes of a status on the wire. */
  static final int BYTES = 25;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a number is negative
   */
  public StoreStatus {
    Limits.check("files", files, 0, Long.MAX_VALUE);
    Limits.check("bytes", bytes, 0, Long.MAX_VALUE);
    Limits.check("free bytes", freeBytes, 0, Long.MAX_VALUE);
  }

  void write(ByteBuffer to) {
    to.putLong(files).putLong(bytes).putLong(freeBytes);
    Fields.putFlag(to, accepting);
  }

  static StoreStatus read(ByteBuffer from) throws ProtocolException {
    return new StoreStatus(from.getLong(), from.getLong(), from.getLong(), Fields.getFlag(from));
  }
}

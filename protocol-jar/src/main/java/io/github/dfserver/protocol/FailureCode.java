package io.github.dfserver.protocol;

/** Why a storage node could not do what a command asked for. */
public enum FailureCode {
  /** The node holds no such copy, or nothing is staged under the copy id. */
  NOT_FOUND(1),
  /** The copy's bytes are gone or do not match its checksum. */
  DAMAGED(2),
  /** The copy does not fit into the capacity, or would use the reserve. */
  NO_SPACE(3),
  /** The copy id is present with other content. */
  ALREADY_EXISTS(4),
  /** The bytes that came do not have the size or SHA-256 that was announced. */
  CHECKSUM_MISMATCH(5),
  /** The HTTP transfer was refused, broke, or stalled. */
  TRANSFER_FAILED(6),
  /** Too much is being done already; the command may be sent again later. */
  BUSY(7),
  /** The disk failed; nothing was stored. */
  STORE_FAILED(8),
  /** The command makes no sense, a range beyond the end of a copy for instance. */
  INVALID(9);

  private final int code;

  FailureCode(int code) {
    this.code = code;
  }

  /** The number on the wire, 1 to 255; never changed and never given again. */
  public int code() {
    return code;
  }

  static FailureCode of(int code) throws ProtocolException {
    for (FailureCode value : values()) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolException("unknown failure code " + code);
  }
}

package io.github.dfserver.protocol;

/** What a storage node knows of the bytes of a copy. */
public enum CopyHealth {
  /** The node has no such copy, or its file is gone. */
  MISSING(0),
  /** The file is there, and nothing is known against it. */
  INTACT(1),
  /** The file is there, and its bytes do not match their checksums. */
  DAMAGED(2);

  private final int code;

  CopyHealth(int code) {
    this.code = code;
  }

  /** The number on the wire; never changed and never given again. */
  public int code() {
    return code;
  }

  static CopyHealth of(int code) throws ProtocolException {
    for (CopyHealth value : values()) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolException("unknown health " + code);
  }
}

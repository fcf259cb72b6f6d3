package io.github.dfserver.protocol;

/** Why a manager does not take a storage node's connection. */
public enum RefusalCode {
  /** No protocol version is spoken by both. */
  VERSION(1),
  /** A live node with this id is connected already. */
  DUPLICATE_NODE(2),
  /** The id is registered with another data directory. */
  OTHER_INSTANCE(3),
  /** A later start of the same node has been seen. */
  OLD_INCARNATION(4),
  /** The data directory belongs to another catalogue. */
  OTHER_CLUSTER(5),
  /** The greeting makes no sense. */
  INVALID(6),
  /** The manager is being stopped, or asks to be tried later; the node tries again. */
  SHUTTING_DOWN(7),
  /**
   * The manager's catalogue is empty and the data directory belongs to another one: an operator has
   * to decide whether the catalogue is rebuilt from the nodes. The node tries again.
   */
  AWAITING_REBUILD(8),
  /** An operator has removed the node from the cluster; started again, it joins anew. */
  FORGOTTEN(9);

  private final int code;

  RefusalCode(int code) {
    this.code = code;
  }

  /** The number on the wire, 1 to 255; never changed and never given again. */
  public int code() {
    return code;
  }

  /** Whether the node should try again after a while; it exits otherwise. */
  public boolean isTemporary() {
    return this == SHUTTING_DOWN || this == AWAITING_REBUILD;
  }

  static RefusalCode of(int code) throws ProtocolException {
    for (RefusalCode value : values()) {
      if (value.code == code) {
        return value;
      }
    }
    throw new ProtocolException("unknown refusal code " + code);
  }
}

package io.github.dfserver.protocol;

/** The versions of the protocol that this code speaks; {@code docs/PROTOCOL.md} describes them. */
public final class ProtocolVersion {
  /** The newest. */
  public static final int CURRENT = 1;

  /** The oldest. */
  public static final int OLDEST = 1;

  private ProtocolVersion() {}
}

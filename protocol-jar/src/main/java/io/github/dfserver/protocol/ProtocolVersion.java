package io.github.dfserver.protocol;

/** The versions of the protocol that this code speaks; {@code docs/PROTOCOL.md} describes them. */
public final class ProtocolVersion {
  /** The newest. */
  public static final int CURRENT = 2;

  /** The oldest; version 1 was never released. */
  public static final int OLDEST = 2;

  private ProtocolVersion() {}
}

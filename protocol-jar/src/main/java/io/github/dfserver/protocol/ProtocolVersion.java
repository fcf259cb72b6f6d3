package io.github.dfserver.protocol;

/**
 * The versions of the protocol that this code speaks; {@code docs/PROTOCOL.md} describes them, and
 * what each changed. A version works together with the one before it, so that managers and nodes
 * need not be upgraded at once.
 */
public final class ProtocolVersion {
  /** The newest. */
  public static final int CURRENT = 3;

  /** The oldest; version 1 was never released. */
  public static final int OLDEST = 2;

  /** The first in which a manager says which client's request a command serves. */
  public static final int ORIGIN = 3;

  private ProtocolVersion() {}

  /**
   * What both sides speak: the newest that is known to each.
   *
   * @param newestOfPeer the newest that the other side speaks, which is at least {@link #OLDEST}
   */
  public static int agreed(int newestOfPeer) {
    return Math.min(newestOfPeer, CURRENT);
  }
}

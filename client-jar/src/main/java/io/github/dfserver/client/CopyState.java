package io.github.dfserver.client;

/** What may be wrong with what a node holds. */
public enum CopyState {
  /** Files whose bytes are gone from the node. */
  MISSING,
  /** Files whose bytes fail their checksum. */
  DAMAGED,
  /** Copies that no record explains. */
  UNKNOWN
}

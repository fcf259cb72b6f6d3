package io.github.dfserver.manager.catalog;

/** What is known of the bytes of a LIVE file. */
public enum Health {
  /** Nothing is known against them. */
  INTACT,
  /** They do not match their checksums. */
  DAMAGED,
  /** They are gone from their node, or were lost with it. */
  MISSING
}

package io.github.dfserver.manager.catalog;

import io.github.dfserver.protocol.CopyHealth;

/** What is known of the bytes of a LIVE file. */
public enum Health {
  /** Nothing is known against them. */
  INTACT,
  /** They do not match their checksums. */
  DAMAGED,
  /** They are gone from their node, or were lost with it. */
  MISSING;

  /** What a node says of a copy. */
  public static Health of(CopyHealth said) {
    return switch (said) {
      case INTACT -> INTACT;
      case DAMAGED -> DAMAGED;
      case MISSING -> MISSING;
    };
  }

  /** Whether a node says the same. */
  public boolean is(CopyHealth said) {
    return this == of(said);
  }
}

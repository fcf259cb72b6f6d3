package io.github.dfserver.manager.audit;

import java.util.Locale;

/** What becomes of a storage node's connection to this manager. */
public enum NodeEvent {
  /** It has come in. */
  NODE_JOINED,
  /** Its connection has ended. */
  NODE_LEFT,
  /** It was not let in. */
  NODE_REFUSED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** How the audit log spells it. */
  String label() {
    return label;
  }
}

package io.github.dfserver.manager.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client may do; each role may do what the one before it may. */
public enum Role {
  /** Reads files, lists, states and figures. */
  READER,
  /** Uploads and deletes files. */
  WRITER,
  /** Drains, forgets and scrubs nodes, pauses moves, rebuilds the catalogue. */
  ADMIN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** How commands, tokens and groups spell it: {@code reader}, {@code writer}, {@code admin}. */
  public String label() {
    return label;
  }

  /** The role of this label, in lower case; empty where there is none. */
  public static Optional<Role> ofLabel(String label) {
    return Arrays.stream(values()).filter(role -> role.label.equals(label)).findFirst();
  }

  /** Whether who has this role may do what {@code needed} may. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}

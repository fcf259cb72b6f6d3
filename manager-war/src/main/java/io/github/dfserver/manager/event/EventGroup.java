package io.github.dfserver.manager.event;

import java.util.List;

/**
 * Events of which there can be thousands a second. So many of a group are told one by one, 20 a
 * second, and the others are counted and told together.
 */
public enum EventGroup {
  /** Files come and go; counted as {@code created} and {@code deleted}. */
  FILES("files-changed"),
  /** Files move between nodes; counted as {@code moved} and {@code failed}. */
  MOVES("files-moved"),
  /** Nodes find out about copies; counted as {@code found}. */
  FINDINGS("scrub-findings"),
  /** Requests fail; counted as {@code failed}. */
  ERRORS("errors");

  private final String summary;

  EventGroup(String summary) {
    this.summary = summary;
  }

  /** The event that tells of several. */
  String summary() {
    return summary;
  }

  /** What is counted, by name. */
  List<String> counts() {
    return switch (this) {
      case FILES -> List.of("created", "deleted");
      case MOVES -> List.of("moved", "failed");
      case FINDINGS -> List.of("found");
      case ERRORS -> List.of("failed");
    };
  }
}

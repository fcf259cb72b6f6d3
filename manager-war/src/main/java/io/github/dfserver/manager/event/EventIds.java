package io.github.dfserver.manager.event;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of the events of one start of one manager: those of another one are recognised as such.
 *
 * @param manager drawn at its start
 */
record EventIds(UUID manager) {
  private static final Pattern ID = Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,18})");

  /** The line that gives an event its id. */
  String line(long number) {
    return "id: " + manager + "." + number + "\n";
  }

  /** The number that an id has; empty for what is none of these. */
  Optional<Long> number(String id) {
    Matcher matcher = ID.matcher(id);
    return matcher.matches() && matcher.group(1).equals(manager.toString())
        ? Optional.of(Long.parseLong(matcher.group(2)))
        : Optional.empty();
  }
}

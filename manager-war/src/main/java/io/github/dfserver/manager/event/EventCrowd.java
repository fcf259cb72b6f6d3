package io.github.dfserver.manager.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lets some events of a group through in each second, and counts the others. Thread-safe. */
final class EventCrowd {
  /** Told one by one in a second. */
  static final int MOST = 20;

  private final EventGroup group;
  private final Map<String, Long> counted = new LinkedHashMap<>();
  private int told;
  private boolean any;

  EventCrowd(EventGroup group) {
    this.group = group;
    clear();
  }

  private void clear() {
    for (String count : group.counts()) {
      counted.put(count, 0L);
    }
    any = false;
    told = 0;
  }

  /**
   * Whether an event is to be told by itself; otherwise it was counted.
   *
   * @param as one of the group's counts
   */
  synchronized boolean passes(String as) {
    if (!counted.containsKey(as)) {
      throw new IllegalArgumentException(group + " does not count " + as);
    }
    if (told < MOST) {
      told++;
      return true;
    }
    counted.merge(as, 1L, Long::sum);
    any = true;
    return false;
  }

  /** Ends a second; gives what was counted in it, if anything was. */
  synchronized Optional<Event> endSecond() {
    Optional<Event> summary = any ? Optional.of(summary()) : Optional.empty();
    clear();
    return summary;
  }

  private Event summary() {
    Event event = Event.named(group.summary());
    for (Map.Entry<String, Long> count : counted.entrySet()) {
      event = event.with(count.getKey(), count.getValue());
    }
    return event;
  }
}

package io.github.dfserver.manager.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Where whoever sees something happen says so. With several managers each tells what it sees
 * itself. Thread-safe; nothing here blocks or fails, or runs a listener's code.
 */
@ApplicationScoped
public class Events {
  /** As many are kept for who comes back or reads slowly. */
  static final int KEPT = 1024;

  private final EventLog log = new EventLog(KEPT);
  private final Map<EventGroup, EventCrowd> crowds = new EnumMap<>(EventGroup.class);
  private final AtomicLong published = new AtomicLong();
  private volatile Runnable news = () -> {};

  /** Nothing has happened yet. */
  public Events() {
    for (EventGroup group : EventGroup.values()) {
      crowds.put(group, new EventCrowd(group));
    }
  }

  /** Tells of an event. */
  public void publish(Event event) {
    log.add(event.frame());
    published.incrementAndGet();
    news.run();
  }

  /**
   * Tells of an event of which there may be very many, or counts it.
   *
   * @param as what it is counted as, one of the group's
   * @param event is asked for only when it is told by itself
   */
  public void publish(EventGroup group, String as, Supplier<Event> event) {
    if (crowds.get(group).passes(as)) {
      publish(event.get());
    }
  }

  /** A second is over: tells of what was only counted. */
  void endSecond() {
    crowds.values().forEach(crowd -> crowd.endSecond().ifPresent(this::publish));
  }

  /** The events themselves. */
  EventLog log() {
    return log;
  }

  /** How many were told since the start. */
  long published() {
    return published.get();
  }

  /** Sets what is run, on any thread, when there is an event; it must not block. */
  void onNews(Runnable signal) {
    news = signal;
  }
}

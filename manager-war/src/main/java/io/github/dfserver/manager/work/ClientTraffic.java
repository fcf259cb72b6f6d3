package io.github.dfserver.manager.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients ask for, so that what can wait gives way to it. Thread-safe. */
@ApplicationScoped
public class ClientTraffic {
  private final LongAdder requests = new LongAdder();

  /** A client asked for a file, or sent one. */
  public void arrived() {
    requests.increment();
  }

  /** How often that has happened so far. */
  public long requests() {
    return requests.sum();
  }
}

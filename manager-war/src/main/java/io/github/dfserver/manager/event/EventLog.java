package io.github.dfserver.manager.event;

/**
 * The last events, numbered from 1, as listeners get them. Each listener keeps its place here, so
 * that a slow one costs no memory. Thread-safe; nothing here blocks.
 */
final class EventLog {
  private final byte[][] frames;
  private long newest;

  /** Keeps so many. */
  EventLog(int most) {
    frames = new byte[most][];
  }

  /** Adds one, in place of the oldest. */
  synchronized void add(byte[] frame) {
    newest++;
    frames[(int) (newest % frames.length)] = frame;
  }

  /** The number of the newest, 0 when there was none yet. */
  synchronized long newest() {
    return newest;
  }

  /** Whether everything after this number is still here; not so of a number that is to come. */
  synchronized boolean continues(long number) {
    return number >= 0 && number <= newest && newest - number <= frames.length;
  }

  /**
   * The event of this number, which is 1 up to {@link #newest}; null when it is not kept any more.
   */
  synchronized byte[] get(long number) {
    return newest - number < frames.length ? frames[(int) (number % frames.length)] : null;
  }
}

package io.github.dfserver.journal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A named place in the order of a change, at which a test can have the process die as if it had
 * been killed there. Free unless the system property {@value #PROPERTY} was set when the process
 * started. Safe for use by many threads.
 *
 * <p>{@code -Ddfs.crash-point=NAME} ends the process when it comes to {@code NAME} for the first
 * time, {@code NAME:N} when it does so for the N-th time: at once, without shutdown hooks and
 * without anything being flushed, with the exit status {@value #EXIT_STATUS}, after a line on
 * standard error.
 */
public final class CrashPoint {
  /** The system property that arms a point. */
  public static final String PROPERTY = "dfs.crash-point";

  /** The status of a process that died at its point. */
  public static final int EXIT_STATUS = 86;

  private static final CrashPoint ARMED = parse(System.getProperty(PROPERTY));

  private final String name;
  private final AtomicLong left;

  private CrashPoint(String name, long reaches) {
    this.name = name;
    this.left = new AtomicLong(reaches);
  }

  /** Says that the step of this name has been done and the next one has not been begun. */
  public static void reached(String name) {
    if (ARMED != null) {
      ARMED.count(name);
    }
  }

  private void count(String reached) {
    if (reached.equals(name) && left.decrementAndGet() == 0) {
      System.err.println("Dying at the crash point " + name + ", as " + PROPERTY + " asks for.");
      Runtime.getRuntime().halt(EXIT_STATUS);
    }
  }

  /** What the property asks for, or null when it is not set. */
  private static CrashPoint parse(String asked) {
    if (asked == null || asked.isEmpty()) {
      return null;
    }
    int colon = asked.indexOf(':');
    if (colon < 0) {
      return new CrashPoint(asked, 1);
    }
    long reaches = 0;
    try {
      reaches = Long.parseLong(asked.substring(colon + 1));
    } catch (NumberFormatException e) {
      // Told below, together with numbers that make no sense.
    }
    if (reaches < 1) {
      throw new IllegalArgumentException(
          PROPERTY + " is NAME or NAME:N, with N from 1 on, not " + asked);
    }
    return new CrashPoint(asked.substring(0, colon), reaches);
  }
}

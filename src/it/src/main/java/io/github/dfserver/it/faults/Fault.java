package io.github.dfserver.it.faults;

/**
 * One disturbance.
 *
 * @param atMillis when it begins
 * @param lastsMillis how long until it ends
 * @param action what happens
 * @param target the process, link or node; empty for what concerns the whole cluster
 * @param detail the crash point and how often it is passed before; otherwise empty
 */
record Fault(long atMillis, long lastsMillis, Action action, String target, String detail) {
  /** What happens at the beginning of a fault, and at its end. */
  enum Action {
    /** SIGKILL; started again at the end. */
    KILL,
    /** SIGTERM; started again at the end. */
    RESTART,
    /** SIGSTOP; SIGCONT at the end. */
    SUSPEND,
    /** Killed and started so that it dies at a crash point; started again at the end. */
    CRASH,
    /** A link's connections are reset until the end. */
    CUT,
    /** Nothing passes a link until the end. */
    STALL,
    /** A link's connections are reset once. */
    BREAK,
    /** A new node comes, and stays. */
    JOIN,
    /** A node is drained; called off at the end. */
    DRAIN,
    /** Moves are paused; resumed at the end. */
    PAUSE,
    /** A node re-reads all that it holds. */
    SCRUB
  }

  long endMillis() {
    return atMillis + lastsMillis;
  }

  @Override
  public String toString() {
    return String.format(
            "%6.2f s, for %5.2f s: %s %s %s",
            atMillis / 1e3, lastsMillis / 1e3, action, target, detail)
        .strip();
  }
}

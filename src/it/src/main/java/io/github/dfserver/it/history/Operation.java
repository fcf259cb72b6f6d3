package io.github.dfserver.it.history;

/**
 * One operation on one name.
 *
 * @param client who did it
 * @param kind what was asked for
 * @param name the file's name
 * @param value the SHA-256 of what was sent or found, in hex; empty where that is nothing
 * @param outcome what the answer means
 * @param invoked when it was asked, in nanoseconds from the beginning of the history
 * @param answered when the answer was whole; {@link Long#MAX_VALUE} when the outcome is unknown
 * @param answer the answer, or why there was none, for people; one line
 */
public record Operation(
    int client,
    Kind kind,
    String name,
    String value,
    Outcome outcome,
    long invoked,
    long answered,
    String answer) {

  /** Checks the times, and keeps the answer to one line. */
  public Operation {
    if (answered < invoked) {
      throw new IllegalArgumentException("answered before it was asked: " + kind + " " + name);
    }
    if (outcome == Outcome.UNKNOWN) {
      answered = Long.MAX_VALUE;
    }
    answer = answer.replaceAll("[\\t\\r\\n]+", " ");
  }

  /** Whether this may have made the file have this operation's value. */
  public boolean mayHaveCreated() {
    return kind == Kind.CREATE && (outcome == Outcome.CREATED || outcome == Outcome.UNKNOWN);
  }

  /** Whether this may have made the file go. */
  public boolean mayHaveDeleted() {
    return kind == Kind.DELETE && (outcome == Outcome.DELETED || outcome == Outcome.UNKNOWN);
  }

  /** Whether this was over when the other was asked for. */
  public boolean before(Operation other) {
    return answered < other.invoked;
  }

  @Override
  public String toString() {
    return String.format(
        "%9.3f to %s s, client %d: %s %s %s%s (%s)",
        invoked / 1e9,
        answered == Long.MAX_VALUE ? "      ..." : String.format("%9.3f", answered / 1e9),
        client,
        kind,
        name,
        outcome,
        value.isEmpty() ? "" : " " + value.substring(0, Math.min(12, value.length())),
        answer);
  }
}

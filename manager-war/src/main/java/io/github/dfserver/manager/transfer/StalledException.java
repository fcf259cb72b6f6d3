package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.time.Duration;

/** A transfer moved no byte for longer than it may, or too few. */
public final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;
  private final boolean atSource;

  private StalledException(String message, boolean atSource) {
    super(message);
    this.atSource = atSource;
  }

  /** After this long without a byte from the source, or without room at the sink. */
  public static StalledException silent(Duration limit, boolean atSource) {
    return new StalledException(
        "no byte moved for " + limit.toSeconds() + " s (dfs.transfer-timeout)", atSource);
  }

  /** After fewer bytes a second than this. */
  static StalledException slow(int leastRate, boolean atSource) {
    return new StalledException(
        "fewer than " + leastRate + " bytes a second moved (dfs.min-transfer-rate)", atSource);
  }

  /** Whether the bytes stopped coming; otherwise they were no longer taken. */
  public boolean atSource() {
    return atSource;
  }
}

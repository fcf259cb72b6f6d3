package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.time.Duration;

/** A transfer moved no byte for longer than it may. */
public final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;
  private final boolean atSource;

  /** After this long without a byte from the source, or without room at the sink. */
  public StalledException(Duration limit, boolean atSource) {
    super("no byte moved for " + limit.toSeconds() + " s (dfs.transfer-timeout)");
    this.atSource = atSource;
  }

  /** Whether the bytes stopped coming; otherwise they were no longer taken. */
  public boolean atSource() {
    return atSource;
  }
}

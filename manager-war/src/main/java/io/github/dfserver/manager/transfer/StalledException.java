package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.time.Duration;

/** A transfer moved no byte for longer than it may. */
public final class StalledException extends IOException {
  private static final long serialVersionUID = 1L;

  /** After this long. */
  public StalledException(Duration limit) {
    super("no byte moved for " + limit.toSeconds() + " s (dfs.transfer-timeout)");
  }
}

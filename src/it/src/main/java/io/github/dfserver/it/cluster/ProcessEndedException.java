package io.github.dfserver.it.cluster;

import io.github.dfserver.it.process.ChildProcess;

/** A process ended that should be running; the message names it and its exit status. */
public final class ProcessEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names a process that has ended. */
  public ProcessEndedException(ChildProcess process) {
    super(process.name() + " ended with status " + process.onExit().join());
  }
}

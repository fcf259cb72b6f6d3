package io.github.dfserver.client.error;

/** Code 1: an upload finds no node that can take it; nothing was stored. */
public final class ServersUnavailableException extends ProblemException {
  private static final long serialVersionUID = 1L;

  ServersUnavailableException(Problem problem) {
    super(problem);
  }
}

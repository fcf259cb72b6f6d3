package io.github.dfserver.node.channel;

import java.io.IOException;

/**
 * No manager answers: none listens, or a server that has none. So it is for some seconds while one
 * is being started.
 */
final class ManagerAbsentException extends IOException {
  private static final long serialVersionUID = 1L;

  ManagerAbsentException(String message, Throwable cause) {
    super(message, cause);
  }
}

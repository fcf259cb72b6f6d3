package io.github.dfserver.manager.file;

import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.manager.node.NodeUnavailableException;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.work.Failure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Says in the log which request was failed by which node: with the request's id, by which the
 * node's own log tells more.
 */
final class NodeFailures {
  private static final Logger LOG = System.getLogger(NodeFailures.class.getName());

  private NodeFailures() {}

  static void log(RequestOrigin origin, String node, String file, Throwable failure) {
    Throwable cause = Failure.cause(failure);
    Level level = level(cause);
    if (LOG.isLoggable(level)) {
      LOG.log(
          level,
          () ->
              "request=%s node %s failed it, file '%s': %s"
                  .formatted(origin.requestId(), node, file, cause.getMessage()));
    }
  }

  /** That a node is away, full or busy is told elsewhere, and not once for each request. */
  private static Level level(Throwable cause) {
    if (cause instanceof NodeUnavailableException unavailable) {
      return unavailable.sent() ? Level.WARNING : Level.DEBUG;
    }
    if (cause instanceof CommandFailedException failed) {
      return switch (failed.code()) {
        case BUSY, NO_SPACE -> Level.DEBUG;
        case TRANSFER_FAILED, CHECKSUM_MISMATCH -> Level.INFO;
        default -> Level.WARNING;
      };
    }
    return Level.DEBUG; // the client's doing
  }
}

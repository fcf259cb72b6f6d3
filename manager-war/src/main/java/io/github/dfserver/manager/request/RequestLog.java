package io.github.dfserver.manager.request;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One line a request, in logfmt, at the level DEBUG, and INFO for answers of 500 and more: {@code
 * request method path operation status code bytes_in bytes_out seconds peer}. A health check that
 * says no is not worth INFO, since it comes again and again. Costs a comparison when it is off.
 * Thread-safe.
 */
final class RequestLog {
  private static final Logger LOG = System.getLogger(RequestLog.class.getName());

  /**
   * A request that is over.
   *
   * @param status the answer's status, or {@code aborted}
   * @param code of the API's error table, 0 for none
   */
  record Line(
      String requestId,
      String method,
      String path,
      Operation operation,
      String status,
      int code,
      long bytesIn,
      long bytesOut,
      long nanos,
      String peer) {

    @Override
    public String toString() {
      return new Logfmt()
          .with("request", requestId)
          .with("method", method)
          .with("path", path)
          .with("operation", operation.label())
          .with("status", status)
          .with("code", code == 0 ? "" : Integer.toString(code))
          .with("bytes_in", bytesIn)
          .with("bytes_out", bytesOut)
          .with("seconds", String.format(Locale.ROOT, "%.6f", nanos / 1e9))
          .with("peer", peer)
          .toString();
    }
  }

  private RequestLog() {}

  /** Logs a request, if anybody wants to know. */
  static void ended(Operation operation, int status, Supplier<Line> line) {
    boolean failed = status >= 500 && operation != Operation.HEALTH;
    Level level = failed ? Level.INFO : Level.DEBUG;
    if (LOG.isLoggable(level)) {
      LOG.log(level, line.get().toString());
    }
  }
}

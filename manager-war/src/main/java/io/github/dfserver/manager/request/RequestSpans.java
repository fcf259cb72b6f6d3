package io.github.dfserver.manager.request;

import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;

/**
 * The span of a client's request, named by its operation. What asks this manager how it is, and
 * what nodes ask, has none; what another manager relays has one below that manager's.
 */
final class RequestSpans {
  /** More of a path than this is left out. */
  private static final int MAX_PATH = 1024;

  private static final int SERVER_ERROR = 500;

  private RequestSpans() {}

  static Span begin(
      Tracer tracer, Operation operation, String method, String path, RequestOrigin origin) {
    if (!tracer.isOn() || !isTraced(operation, origin)) {
      return Span.none();
    }
    Span span = tracer.begin(SpanKind.SERVER, operation.label(), origin.traceparent());
    if (span.isRecording()) {
      span.with("http.request.method", method)
          .with("url.path", path.substring(0, Math.min(path.length(), MAX_PATH)))
          .with("dfs.request_id", origin.requestId());
    }
    return span;
  }

  private static boolean isTraced(Operation operation, RequestOrigin origin) {
    return switch (operation) {
      case HEALTH, METRICS, OPENAPI, TRANSFER, CHANNEL -> false;
      case RELAY -> origin.traceparent().isPresent();
      default -> true;
    };
  }

  /**
   * The request is over.
   *
   * @param code of the API's error table, 0 for none
   */
  static void end(Span span, int status, int code, RequestOutcome outcome) {
    if (span.isRecording()) {
      span.with("http.response.status_code", status)
          .with("http.request.body.size", outcome.receivedBytes())
          .with("http.response.body.size", outcome.sentBytes());
      if (code != 0) {
        span.with("dfs.error_code", code);
      }
      if (outcome.wasAborted()) {
        span.failed("aborted");
      } else if (status >= SERVER_ERROR) {
        span.failed(Integer.toString(status));
      }
    }
    span.end();
  }
}

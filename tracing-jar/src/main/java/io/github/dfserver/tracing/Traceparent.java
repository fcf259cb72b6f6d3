package io.github.dfserver.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Optional;

/**
 * W3C Trace Context, section 3.2. Of a later version than 00 what 00 has is read, as section 3.2.4
 * says.
 */
final class Traceparent {
  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  private Traceparent() {}

  /** The parent that a text names; empty where it is not well-formed. */
  static Optional<SpanContext> read(String text) {
    boolean whole =
        text.length() >= LENGTH
            && text.charAt(TRACE_ID - 1) == '-'
            && text.charAt(SPAN_ID - 1) == '-'
            && text.charAt(FLAGS - 1) == '-'
            && isHex(text, FLAGS)
            && isHex(text, FLAGS + 1);
    if (!whole) {
      return Optional.empty();
    }
    return Optional.of(
            SpanContext.createFromRemoteParent(
                text.substring(TRACE_ID, SPAN_ID - 1),
                text.substring(SPAN_ID, FLAGS - 1),
                TraceFlags.fromHex(text, FLAGS),
                TraceState.getDefault()))
        .filter(SpanContext::isValid);
  }

  private static boolean isHex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 'g';
  }

  /** How others are told of a span. */
  static String write(SpanContext span) {
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }
}

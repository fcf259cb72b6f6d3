package io.github.dfserver.manager.request;

import io.github.dfserver.protocol.Origin;
import io.github.dfserver.tracing.Span;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What ties one HTTP request to what is logged and answered because of it, here and on other
 * machines.
 *
 * @param requestId 1 to {@value #MAX_ID} characters of {@code A-Z a-z 0-9 . _ -}: what the client
 *     sent as {@code X-Request-Id}, else made here
 * @param traceparent what is above all that is done for the request, as W3C Trace Context, section
 *     3.2 spells it: the span of this manager where requests are traced, else what the client sent;
 *     empty where that is nothing, or not well-formed
 */
public record RequestOrigin(String requestId, Optional<String> traceparent) {
  /** The header of requests and answers that carries the id. */
  public static final String HEADER = "X-Request-Id";

  /** The header of requests that carries the trace. */
  public static final String TRACE_HEADER = "traceparent";

  private static final String ATTRIBUTE = RequestOrigin.class.getName();

  /** version "-" trace-id "-" parent-id "-" trace-flags. */
  private static final int TRACE_LENGTH = 55;

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one is not as described here
   */
  public RequestOrigin {
    if (!isId(requestId)) {
      throw new IllegalArgumentException("not a request id");
    }
    if (traceparent.isPresent() && !isTrace(traceparent.get())) {
      throw new IllegalArgumentException("not a traceparent");
    }
  }

  /**
   * The origin of a request, the same at every call. Used by one thread at a time, like the request
   * itself; never fails.
   */
  public static RequestOrigin of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestOrigin known) {
      return known;
    }
    String sent = request.getHeader(HEADER);
    String trace = request.getHeader(TRACE_HEADER);
    RequestOrigin origin =
        new RequestOrigin(
            isId(sent) ? sent : newId(), isTrace(trace) ? Optional.of(trace) : Optional.empty());
    origin.keepIn(request);
    return origin;
  }

  /** The same request, for what is done below a span of it; the same origin where that is none. */
  public RequestOrigin within(Span span) {
    return span.traceparent()
        .map(trace -> new RequestOrigin(requestId, Optional.of(trace)))
        .orElse(this);
  }

  /** Whether its trace is recorded, as far as its parent says. */
  public boolean isSampled() {
    return traceparent
        .filter(trace -> (Character.digit(trace.charAt(TRACE_LENGTH - 1), 16) & 1) == 1)
        .isPresent();
  }

  /** From now on this is the origin of the request. */
  void keepIn(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Told apart in a log, not secret: the generator is the fast one. */
  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean isId(String text) {
    return text != null && Origin.isClientRequest(text);
  }

  private static boolean isTrace(String text) {
    return text != null
        && text.length() == TRACE_LENGTH
        && text.charAt(2) == '-'
        && text.charAt(35) == '-'
        && text.charAt(52) == '-'
        && isHex(text, 0, 2)
        && isHex(text, 3, 35)
        && isHex(text, 36, 52)
        && isHex(text, 53, 55)
        && !text.startsWith("ff")
        && !isZero(text, 3, 35)
        && !isZero(text, 36, 52);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }
}

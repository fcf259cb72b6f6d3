package io.github.dfserver.tracing;

import java.util.Optional;

/**
 * Something that takes time, in a trace. Thread-safe; nothing here blocks or fails. What is noted
 * after the end is lost.
 */
public interface Span {
  /** A span of no trace, where tracing is off. */
  static Span none() {
    return NoSpan.INSTANCE;
  }

  /** Whether it will be exported; otherwise what is noted costs nothing and is forgotten. */
  boolean isRecording();

  /**
   * This span as the parent of others, for another process: W3C Trace Context, section 3.2. Empty
   * where tracing is off. A span that is not recorded has one too, which says so.
   */
  Optional<String> traceparent();

  /** Begins a span below this one, in this process. */
  Span child(SpanKind kind, String name);

  /** Notes something about it; null is nothing. */
  Span with(String key, String value);

  /** Notes something about it. */
  Span with(String key, long value);

  /**
   * It has failed.
   *
   * @param type a word of a closed set, such as a code, or the name of an exception's class
   */
  void failed(String type);

  /** It is over. Safe to repeat; only the first call counts. */
  void end();

  /** It is over, with this failure where there is one. */
  default void end(Throwable failure) {
    if (failure != null && isRecording()) {
      failed(failure.getClass().getName());
    }
    end();
  }
}

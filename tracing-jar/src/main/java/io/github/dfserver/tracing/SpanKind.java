package io.github.dfserver.tracing;

/** What a span is to the one above it. */
public enum SpanKind {
  /** A request that came from another process. */
  SERVER,
  /** A request to another process. */
  CLIENT,
  /** A part of the work. */
  INTERNAL
}

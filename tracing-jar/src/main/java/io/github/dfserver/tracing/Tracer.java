package io.github.dfserver.tracing;

import java.util.Optional;

/** Begins spans. Thread-safe; but for {@link #close} nothing here blocks. */
public interface Tracer extends AutoCloseable {
  /** Begins none; costs nothing. */
  static Tracer off() {
    return NoTracer.INSTANCE;
  }

  /** Whether spans are begun at all. */
  boolean isOn();

  /**
   * Begins a span whose parent is in another process, or which has none.
   *
   * @param parent a well-formed traceparent (W3C Trace Context, section 3.2); what it says of
   *     sampling is kept. Empty for a new trace, of which the sampler decides
   */
  Span begin(SpanKind kind, String name, Optional<String> parent);

  /** Sends what has ended, within 3 seconds; what is left then is lost. Safe to repeat. */
  @Override
  void close();
}

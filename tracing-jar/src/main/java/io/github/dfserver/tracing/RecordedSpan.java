package io.github.dfserver.tracing;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Optional;

/** A span of OpenTelemetry; also one that the sampler left out. */
record RecordedSpan(io.opentelemetry.api.trace.Tracer tracer, io.opentelemetry.api.trace.Span span)
    implements Span {

  static Span begin(
      io.opentelemetry.api.trace.Tracer tracer, SpanKind kind, String name, Context parent) {
    return new RecordedSpan(
        tracer,
        tracer
            .spanBuilder(name)
            .setParent(parent)
            .setSpanKind(
                switch (kind) {
                  case SERVER -> io.opentelemetry.api.trace.SpanKind.SERVER;
                  case CLIENT -> io.opentelemetry.api.trace.SpanKind.CLIENT;
                  case INTERNAL -> io.opentelemetry.api.trace.SpanKind.INTERNAL;
                })
            .startSpan());
  }

  @Override
  public boolean isRecording() {
    return span.isRecording();
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.of(Traceparent.write(span.getSpanContext()));
  }

  @Override
  public Span child(SpanKind kind, String name) {
    // One that is left out has no children either; its own traceparent says so.
    return isRecording() ? begin(tracer, kind, name, Context.root().with(span)) : this;
  }

  @Override
  public Span with(String key, String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
    return this;
  }

  @Override
  public Span with(String key, long value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public void failed(String type) {
    span.setAttribute("error.type", type);
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void end() {
    span.end();
  }
}

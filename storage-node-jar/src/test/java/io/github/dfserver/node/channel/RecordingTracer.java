package io.github.dfserver.node.channel;

import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the spans that are begun; each one's traceparent is told by its number. */
final class RecordingTracer implements Tracer {
  private final List<Recorded> spans = new CopyOnWriteArrayList<>();
  private final AtomicInteger last = new AtomicInteger();

  /** A span, whose parent is told by the text that its beginner had. */
  final class Recorded implements Span {
    private final SpanKind kind;
    private final String name;
    private final Optional<String> parent;
    private final int number = last.incrementAndGet();
    private final Map<String, String> attributes = new ConcurrentHashMap<>();
    private volatile boolean ended;

    private Recorded(SpanKind kind, String name, Optional<String> parent) {
      this.kind = kind;
      this.name = name;
      this.parent = parent;
    }

    SpanKind kind() {
      return kind;
    }

    String name() {
      return name;
    }

    Optional<String> parent() {
      return parent;
    }

    Map<String, String> attributes() {
      return attributes;
    }

    boolean ended() {
      return ended;
    }

    @Override
    public boolean isRecording() {
      return !ended;
    }

    @Override
    public Optional<String> traceparent() {
      return Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-%016x-01".formatted(number));
    }

    @Override
    public Span child(SpanKind childKind, String childName) {
      return begin(childKind, childName, traceparent());
    }

    @Override
    public Span with(String key, String value) {
      attributes.put(key, value);
      return this;
    }

    @Override
    public Span with(String key, long value) {
      return with(key, Long.toString(value));
    }

    @Override
    public void failed(String type) {
      attributes.put("error.type", type);
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span begin(SpanKind kind, String name, Optional<String> parent) {
    Recorded span = new Recorded(kind, name, parent);
    spans.add(span);
    return span;
  }

  /** In the order in which they began. */
  List<Recorded> spans() {
    return new ArrayList<>(spans);
  }

  @Override
  public void close() {
    // there is nothing to send
  }
}

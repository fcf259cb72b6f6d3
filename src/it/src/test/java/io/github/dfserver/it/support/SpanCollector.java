package io.github.dfserver.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A collector of traces: takes OTLP over HTTP, and may leave its clients without an answer. */
public final class SpanCollector implements AutoCloseable {
  private final List<Spanned> spans = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final CountDownLatch answering;

  /** A span that came. Ids are hex; {@code parent} is empty for none. */
  public record Spanned(
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> resource,
      Map<String, String> attributes) {}

  /** One that takes what comes, on a free port of the loopback address. */
  public static SpanCollector answering() {
    return new SpanCollector(new CountDownLatch(0));
  }

  /** One that reads what comes, and answers nothing until it is closed. */
  public static SpanCollector silent() {
    return new SpanCollector(new CountDownLatch(1));
  }

  private SpanCollector(CountDownLatch answering) {
    this.answering = answering;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} has to be. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
      requests.incrementAndGet();
      answering.await();
      request.getResourceSpansList().forEach(this::add);
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(ResourceSpans of) {
    Map<String, String> resource = texts(of.getResource().getAttributesList());
    for (ScopeSpans scope : of.getScopeSpansList()) {
      for (Span span : scope.getSpansList()) {
        spans.add(
            new Spanned(
                HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                span.getName(),
                resource,
                texts(span.getAttributesList())));
      }
    }
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    for (KeyValue one : attributes) {
      texts.put(
          one.getKey(),
          one.getValue().hasIntValue()
              ? Long.toString(one.getValue().getIntValue())
              : one.getValue().getStringValue());
    }
    return texts;
  }

  /** How many requests have come. */
  public int requests() {
    return requests.get();
  }

  /** The spans of a trace that have come so far. */
  public List<Spanned> trace(String id) {
    return spans.stream().filter(span -> span.trace().equals(id)).toList();
  }

  /**
   * The spans of a trace, each told by its way down from the client: {@code service name > service
   * name}. One whose way does not lead to the client begins with a question mark.
   *
   * @param client the id of the client's own span
   */
  public List<String> ways(String trace, String client) {
    List<Spanned> all = trace(trace);
    return all.stream().map(span -> way(span, all, client)).toList();
  }

  private static String way(Spanned span, List<Spanned> all, String client) {
    List<String> steps = new ArrayList<>();
    Optional<Spanned> at = Optional.of(span);
    String above = "";
    while (at.isPresent()) {
      Spanned here = at.get();
      steps.add(0, here.resource().get("service.name") + " " + here.name());
      above = here.parent();
      at = all.stream().filter(other -> other.id().equals(here.parent())).findFirst();
    }
    return (above.equals(client) ? "" : "? ") + String.join(" > ", steps);
  }

  @Override
  public void close() {
    answering.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

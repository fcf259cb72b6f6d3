package io.github.dfserver.manager.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.request.RequestFilter.Watch;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Role;
import io.github.dfserver.manager.tracing.RecordingTracer;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestFilterTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RequestMetrics metrics = new RequestMetrics(registry);
  private final Map<Object, Object> attributes = new HashMap<>();
  private final Map<Object, Object> sent = new HashMap<>();
  private final List<AsyncListener> listeners = new ArrayList<>();
  private final List<EndedRequest> ended = new ArrayList<>();
  private int status = 200;
  private boolean givenUp;
  private Runnable whenAnswered = () -> {};
  private String path = "/files/file/a";
  private String trace;
  private Tracer tracer = Tracer.off();

  private final AsyncContext context =
      proxy(
          AsyncContext.class,
          (proxy, method, args) -> {
            if (method.getName().equals("complete")) {
              if (givenUp) {
                throw new IllegalStateException("over");
              }
              whenAnswered.run();
            }
            return method.getName().equals("addListener")
                ? listeners.add((AsyncListener) args[0])
                : null;
          });
  private final HttpServletRequest request =
      proxy(
          HttpServletRequest.class,
          (proxy, method, args) ->
              switch (method.getName()) {
                case "getMethod" -> "PUT";
                case "getRequestURI" -> path;
                case "getContextPath" -> "/files";
                case "getAttribute" -> attributes.get(args[0]);
                case "setAttribute" -> attributes.put(args[0], args[1]);
                case "startAsync" -> context;
                case "getHeader" -> "X-Request-Id".equals(args[0]) ? "mine" : trace;
                default -> null;
              });
  private final HttpServletResponse response =
      proxy(
          HttpServletResponse.class,
          (proxy, method, args) ->
              switch (method.getName()) {
                case "getStatus" -> status;
                case "setHeader" -> sent.put(args[0], args[1]);
                default -> null;
              });

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void run(FilterChain chain) throws IOException, ServletException {
    RequestFilter.pass(request, response, chain, new Watch(metrics, tracer, ended::add));
  }

  private List<String> metrics() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    return text.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theAnswerCarriesTheIdAndSoDoesTheRequest() throws Exception {
    run(
        (inner, answer) ->
            assertThat(RequestOrigin.of((HttpServletRequest) inner).requestId()).isEqualTo("mine"));
    assertThat(sent).containsEntry("X-Request-Id", "mine");
  }

  @Test
  void aRequestThatKeepsItsThreadIsOverWhenItReturns() throws Exception {
    run(
        (inner, answer) -> {
          assertThat(metrics()).contains("dfs_requests_in_flight{operation=\"upload\"} 1.0");
          status = 409;
          RequestOutcome.of(inner).problem(3);
        });
    assertThat(metrics())
        .contains(
            "dfs_requests_in_flight{operation=\"upload\"} 0.0",
            "dfs_request_duration_seconds_count{operation=\"upload\"} 1",
            "dfs_requests_total{error_code=\"3\",operation=\"upload\",status=\"409\"} 1.0");
  }

  @Test
  void whatTheServerAnswersItselfHasItsCode() throws Exception {
    run((inner, answer) -> status = 405);
    assertThat(metrics())
        .contains("dfs_requests_total{error_code=\"6\",operation=\"upload\",status=\"405\"} 1.0");
  }

  @Test
  void aRequestThatEndsInAnExceptionHasFailed() throws Exception {
    assertThatThrownBy(
            () ->
                run(
                    (inner, answer) -> {
                      throw new ServletException("broken");
                    }))
        .isInstanceOf(ServletException.class);
    assertThat(metrics())
        .contains("dfs_requests_total{error_code=\"5\",operation=\"upload\",status=\"500\"} 1.0");
  }

  @Test
  void anAsynchronousRequestIsOverWhenItIsComplete() throws Exception {
    run((inner, answer) -> inner.startAsync());
    assertThat(metrics()).contains("dfs_requests_in_flight{operation=\"upload\"} 1.0");
    RequestOutcome.of(request).received(5);
    status = 201;
    for (AsyncListener listener : listeners) {
      listener.onComplete(new AsyncEvent(context));
      listener.onComplete(new AsyncEvent(context));
    }
    assertThat(metrics())
        .contains(
            "dfs_requests_in_flight{operation=\"upload\"} 0.0",
            "dfs_client_received_bytes_total 5.0",
            "dfs_requests_total{error_code=\"\",operation=\"upload\",status=\"201\"} 1.0");
  }

  @Test
  void whoSentAnAsynchronousRequestIsKnownWhenItsObjectIsAnotherOnes() throws Exception {
    Caller caller = Caller.client("ci", Caller.Means.TOKEN, Role.WRITER);
    List<AsyncContext> started = new ArrayList<>();
    int[] over = new int[1];
    run(
        (inner, answer) -> {
          caller.keepIn(inner);
          RequestOutcome.of(inner).atEnd(() -> over[0]++);
          RequestOutcome.of(inner).target("a");
          started.add(((HttpServletRequest) inner).startAsync());
        });
    attributes.clear();
    status = 409;
    assertThat(ended).isEmpty();
    started.get(0).complete();
    assertThat(over[0]).isEqualTo(1);
    assertThat(ended)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.caller()).isEqualTo(caller);
              assertThat(request.status()).isEqualTo(409);
              assertThat(request.method()).isEqualTo("PUT");
              assertThat(request.target()).contains("a");
            });
  }

  @Test
  void aConnectionThatBreaksIsToldFromASuccess() throws Exception {
    run((inner, answer) -> inner.startAsync());
    for (AsyncListener listener : listeners) {
      listener.onError(new AsyncEvent(context, new IOException("reset")));
      listener.onComplete(new AsyncEvent(context));
    }
    assertThat(metrics())
        .contains(
            "dfs_requests_total{error_code=\"\",operation=\"upload\",status=\"aborted\"} 1.0");
  }

  @Test
  void aRequestOfWhichTheServerTellsNoListenerIsOverAnyhow() throws Exception {
    List<AsyncContext> started = new ArrayList<>();
    run((inner, answer) -> started.add(inner.startAsync()));
    status = 201;
    started.get(0).complete();
    assertThat(metrics())
        .contains(
            "dfs_requests_in_flight{operation=\"upload\"} 0.0",
            "dfs_requests_total{error_code=\"\",operation=\"upload\",status=\"201\"} 1.0");
  }

  @Test
  void whatARequestHeldIsFreeBeforeItsAnswerIsSeen() throws Exception {
    List<AsyncContext> started = new ArrayList<>();
    int[] free = new int[1];
    run(
        (inner, answer) -> {
          RequestOutcome.of(inner).atEnd(() -> free[0]++);
          started.add(inner.startAsync());
        });
    whenAnswered = () -> assertThat(free[0]).isEqualTo(1);
    started.get(0).complete();
    assertThat(free[0]).isEqualTo(1);
  }

  @Test
  void aRequestThatTheServerHasGivenUpIsNoSuccess() throws Exception {
    List<AsyncContext> started = new ArrayList<>();
    run((inner, answer) -> started.add(inner.startAsync()));
    givenUp = true;
    assertThatThrownBy(() -> started.get(0).complete()).isInstanceOf(IllegalStateException.class);
    assertThat(metrics())
        .contains(
            "dfs_requests_in_flight{operation=\"upload\"} 0.0",
            "dfs_requests_total{error_code=\"\",operation=\"upload\",status=\"aborted\"} 1.0");
  }

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void aTracedRequestIsASpanAboveAllThatIsDoneForIt() throws Exception {
    RecordingTracer recording = new RecordingTracer();
    tracer = recording;
    trace = TRACE;
    run(
        (inner, answer) -> {
          assertThat(RequestOrigin.of((HttpServletRequest) inner).traceparent())
              .isEqualTo(recording.spans().get(0).traceparent());
          RequestOutcome.of(inner).received(5);
          RequestOutcome.of(inner).problem(5);
          status = 503;
        });
    RecordingTracer.Recorded span = recording.spans().get(0);
    assertThat(span.name()).isEqualTo("upload");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.parent()).contains(TRACE);
    assertThat(span.ended()).isTrue();
    assertThat(span.attributes())
        .containsEntry("http.request.method", "PUT")
        .containsEntry("url.path", "/file/a")
        .containsEntry("dfs.request_id", "mine")
        .containsEntry("http.response.status_code", "503")
        .containsEntry("http.request.body.size", "5")
        .containsEntry("dfs.error_code", "5")
        .containsEntry("error.type", "503");
  }

  @Test
  void untracedTheClientsOwnTraceGoesOn() throws Exception {
    trace = TRACE;
    run(
        (inner, answer) ->
            assertThat(RequestOrigin.of((HttpServletRequest) inner).traceparent()).contains(TRACE));
  }

  @Test
  void whatIsNoRequestOfAClientHasNoSpan() throws Exception {
    RecordingTracer recording = new RecordingTracer();
    tracer = recording;
    for (String other : List.of("/health/live", "/metrics", "/transfer/x", "/relay/1/m/n")) {
      path = "/files" + other;
      attributes.clear();
      run((inner, answer) -> status = 200);
    }
    assertThat(recording.spans()).isEmpty();
  }
}

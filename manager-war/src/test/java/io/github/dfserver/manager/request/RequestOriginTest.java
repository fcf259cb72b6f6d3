package io.github.dfserver.manager.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.tracing.RecordingTracer;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOriginTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  /** A request with headers, whose attributes are kept. */
  static HttpServletRequest request(Map<String, String> headers) {
    Map<Object, Object> attributes = new HashMap<>();
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RequestOriginTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getHeader" -> headers.get(args[0]);
                  case "getAttribute" -> attributes.get(args[0]);
                  case "setAttribute" -> attributes.put(args[0], args[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static RequestOrigin origin(String header, String value) {
    return RequestOrigin.of(request(Map.of(header, value)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "7",
        "Az.09_-",
        "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void aClientsIdIsTaken(String id) {
    assertThat(origin("X-Request-Id", id).requestId()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a=b",
        "a\"b",
        "a\nstatus=200",
        "ä",
        "٣",
        "01234567890123456789012345678901234567890123456789012345678901234"
      })
  void anotherIdIsReplaced(String id) {
    assertThat(origin("X-Request-Id", id).requestId()).matches("[0-9a-f]{16}");
  }

  @Test
  void anIdThatWasMadeStays() {
    HttpServletRequest request = request(Map.of());
    assertThat(RequestOrigin.of(request)).isSameAs(RequestOrigin.of(request));
    assertThat(RequestOrigin.of(request).requestId())
        .isNotEqualTo(RequestOrigin.of(request(Map.of())).requestId());
  }

  @Test
  void theFlagOfItsTraceTellsWhetherItIsSampled() {
    assertThat(origin("traceparent", TRACE).isSampled()).isTrue();
    assertThat(origin("traceparent", TRACE.replace("-01", "-03")).isSampled()).isTrue();
    assertThat(origin("traceparent", TRACE.replace("-01", "-00")).isSampled()).isFalse();
    assertThat(origin("traceparent", TRACE.replace("-01", "-02")).isSampled()).isFalse();
    assertThat(origin("X-Request-Id", "r-1").isSampled()).isFalse();
  }

  @Test
  void withinASpanItIsTheSameRequestBelowThatSpan() {
    RequestOrigin before = new RequestOrigin("r-1", Optional.of(TRACE));
    Span span = new RecordingTracer().begin(SpanKind.SERVER, "upload", before.traceparent());
    assertThat(before.within(span)).isEqualTo(new RequestOrigin("r-1", span.traceparent()));
    assertThat(before.within(Span.none())).isSameAs(before);
  }

  @Test
  void aTraceIsKept() {
    assertThat(origin("traceparent", TRACE).traceparent()).contains(TRACE);
    assertThat(RequestOrigin.of(request(Map.of())).traceparent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01"
      })
  void aTraceThatIsNotWellFormedIsNot(String trace) {
    assertThat(origin("traceparent", trace).traceparent()).isEmpty();
  }

  @Test
  void nothingElseCanBeMade() {
    Optional<String> none = Optional.empty();
    Optional<String> wrong = Optional.of("00");
    assertThatThrownBy(() -> new RequestOrigin("a b", none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RequestOrigin("a", wrong))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.github.dfserver.manager.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  /** More than what is written at once. */
  private static final byte[] LONG = new byte[9000];

  private final StrictOutput output = new StrictOutput();
  private final Map<String, Object> headers = new TreeMap<>();
  private final List<Pipe> watched = new ArrayList<>();
  private int status = 200;
  private boolean committed;
  private boolean completed;

  private final HttpServletRequest request =
      proxy(
          HttpServletRequest.class,
          (proxy, method, arguments) -> method.getName().equals("getMethod") ? "GET" : null);

  private final HttpServletResponse response =
      proxy(
          HttpServletResponse.class,
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "getOutputStream" -> output;
                case "isCommitted" -> committed;
                case "setHeader" -> headers.put((String) arguments[0], arguments[1]);
                case "setContentType" -> headers.put("Content-Type", arguments[0]);
                case "setStatus" -> {
                  status = (int) arguments[0];
                  yield null;
                }
                default -> null;
              });

  private final AsyncContext context =
      proxy(
          AsyncContext.class,
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "getRequest" -> request;
                case "getResponse" -> response;
                case "complete" -> {
                  completed = true;
                  yield null;
                }
                default -> null;
              });

  private final Exchange exchange =
      new Exchange(
          context,
          new StallWatch() {
            @Override
            public void watch(Pipe pipe) {
              watched.add(pipe);
            }
          });

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void aLongAnswerIsWatchedAndCutWhenNobodyTakesIt() throws Exception {
    exchange.answer(200, "text/plain", LONG);
    output.takes(false);
    assertThat(completed).isFalse();
    assertThat(watched).hasSize(1);
    watched.get(0).cancel(new IOException("stalled"));
    assertThat(completed).isTrue();
  }

  @Test
  void theLengthIsAHeaderSinceUndertowEndsAnAnswerByItselfOtherwise() throws Exception {
    exchange.answer(200, "text/plain", LONG);
    output.takes(true);
    assertThat(headers).containsEntry("Content-Length", Integer.toString(LONG.length));
    assertThat(output.taken()).hasSize(LONG.length);
    assertThat(completed).isTrue();
  }

  @Test
  void aBodyThatBreaksBeforeItsFirstByteIsAnError() throws Exception {
    Pipe pipe = exchange.pipe(new BytesSource(ByteBuffer.wrap(LONG)), Runnable::run);
    pipe.start();
    pipe.cancel(new IOException("the node is gone"));
    output.takes(true);
    exchange.piped(new IOException("the node is gone"));
    assertThat(status).isEqualTo(503);
    assertThat(headers)
        .containsEntry("Content-Type", "application/problem+json")
        .containsKey("Retry-After");
    assertThat(output.taken()).asString().contains("\"errorCode\":5");
    assertThat(completed).isTrue();
  }

  @Test
  void aBodyThatBreaksLaterEndsTooEarly() {
    committed = true;
    exchange.piped(new IOException("the node is gone"));
    assertThat(status).isEqualTo(200);
    assertThat(output.taken()).isEmpty();
    assertThat(completed).isTrue();
  }
}

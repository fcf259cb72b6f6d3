package io.github.dfserver.manager.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.transfer.Pipe.ClientEnd;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies on a server that bears no question too many. */
class BodiesTest {
  private final StrictInput input = new StrictInput();
  private final StrictOutput output = new StrictOutput();
  private final AtomicLong written = new AtomicLong();

  private final HttpServletRequest request =
      (HttpServletRequest)
          Proxy.newProxyInstance(
              HttpServletRequest.class.getClassLoader(),
              new Class<?>[] {HttpServletRequest.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getInputStream" -> input;
                    case "getContentLengthLong" -> -1L;
                    default -> null;
                  });

  @Test
  void whatArrivesIsPipedAndItsEndIsSeen() throws Exception {
    Pipe pipe =
        new Pipe(
            new RequestBody(request),
            new ResponseBody(output, written::addAndGet),
            ClientEnd.SINK,
            Runnable::run);
    pipe.start();
    output.takes(true); // before anything has come
    input.arrive("one ".getBytes(StandardCharsets.US_ASCII));
    input.arrive("two".getBytes(StandardCharsets.US_ASCII));
    assertThat(pipe.done().toCompletableFuture()).isNotDone();
    input.end();
    assertThat(pipe.done().toCompletableFuture()).isCompletedWithValue(7L);
    assertThat(output.taken()).asString().isEqualTo("one two");
    assertThat(written).hasValue(7);
  }

  @Test
  void nobodyAsksASinkThatTakesNothing() throws Exception {
    Pipe pipe =
        new Pipe(
            new RequestBody(request),
            new ResponseBody(output, written::addAndGet),
            ClientEnd.SINK,
            Runnable::run);
    pipe.start();
    output.takes(false);
    input.arrive("one".getBytes(StandardCharsets.US_ASCII));
    input.arrive("two".getBytes(StandardCharsets.US_ASCII));
    assertThat(output.taken()).isEmpty();
    output.takes(true);
    assertThat(output.taken()).asString().isEqualTo("onetwo");
    input.end();
    assertThat(pipe.done().toCompletableFuture()).isCompletedWithValue(6L);
  }
}

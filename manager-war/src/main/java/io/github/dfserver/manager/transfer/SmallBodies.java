package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.transfer.BodyCollector.Collected;
import io.github.dfserver.manager.work.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Bodies that are read whole before they are looked at, such as orders in JSON. One that comes
 * slowly holds no thread. Thread-safe.
 */
@ApplicationScoped
public class SmallBodies {
  @Inject private StallWatch stallWatch;

  /**
   * Reads a request's body and has it used. Whatever fails is answered here.
   *
   * @param most bytes of a body; one that is longer is refused with 413
   * @param use what is done with the body; it may throw what the stage may fail with
   * @param answer gives the answer, on any thread
   * @throws IOException when the body cannot be read at all
   */
  public <T> void use(
      Exchange exchange,
      int most,
      Function<ByteBuffer, CompletionStage<T>> use,
      Consumer<? super T> answer)
      throws IOException {
    RequestBody body = new RequestBody(exchange.request());
    BodyCollector collector = new BodyCollector(body, most);
    stallWatch.watch(collector, collector::cancel);
    CompletionStage<T> used =
        collector
            .collect()
            .whenComplete((read, failure) -> stallWatch.forget(collector))
            .thenCompose(read -> use.apply(whole(read, most)));
    used.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            answer.accept(result);
          } else if (body.consumed()) {
            exchange.problem(problemOf(failure, exchange));
          } else {
            refuse(exchange, problemOf(failure, exchange));
          }
        });
  }

  /** Refuses a request whose body was not read: what is left of it is no next request. */
  public void refuse(Exchange exchange, Problem problem) {
    exchange.problem(problem.withHeader("Connection", "close"));
  }

  private static ByteBuffer whole(Collected read, int most) {
    if (!read.whole()) {
      throw new ProblemException(
          Problem.invalidRequest(
              413, "The body is longer than the " + most + " bytes it may have."));
    }
    return read.bytes();
  }

  private static Problem problemOf(Throwable failure, Exchange exchange) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof StalledException) {
      return Problem.invalidRequest(408, "The body stalled: " + cause.getMessage());
    }
    return cause instanceof IOException
        ? Problem.invalidRequest("The body is incomplete: " + cause.getMessage())
        : ProblemException.problemOf(cause, RequestOrigin.of(exchange.request()));
  }
}

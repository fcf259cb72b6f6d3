package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.error.ProblemJson;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.request.RequestOutcome;
import io.github.dfserver.manager.transfer.Pipe.ClientEnd;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** One request in asynchronous mode and its answer, which is given once. */
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  /** An answer up to this size fits the server's buffer, so that writing it cannot block. */
  private static final int BUFFERED = 8 * 1024;

  private final AsyncContext context;
  private final StallWatch stallWatch;
  private final RequestOutcome outcome;
  private final AtomicBoolean answered = new AtomicBoolean();

  /** For a request whose asynchronous mode has been started. */
  Exchange(AsyncContext context, StallWatch stallWatch) {
    this.context = context;
    this.stallWatch = stallWatch;
    this.outcome = RequestOutcome.of(context.getRequest());
  }

  /** The request. */
  public HttpServletRequest request() {
    return (HttpServletRequest) context.getRequest();
  }

  /** The answer, for headers that are set before one of the methods below. */
  public HttpServletResponse response() {
    return (HttpServletResponse) context.getResponse();
  }

  /** Answers with a whole body. */
  public void answer(int status, String contentType, byte[] body) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    HttpServletResponse response = response();
    response.setStatus(status);
    if (contentType != null) {
      response.setContentType(contentType);
      ResponseBody.announceLength(response, body.length);
    }
    if (request().getMethod().equals("HEAD")) {
      finish();
    } else {
      write(new BytesSource(ByteBuffer.wrap(body)), outcome::answered);
    }
  }

  /** Answers with a status and the headers that are set. */
  public void answer(int status) {
    answer(status, null, new byte[0]);
  }

  /** Answers with an error. */
  public void problem(Problem problem) {
    HttpServletResponse response = response();
    if (answered.get()) {
      return;
    }
    if (!response.isCommitted()) {
      response.resetBuffer();
      problem.headers().forEach(response::setHeader);
      outcome.problem(problem.code().code());
      RequestOrigin origin = RequestOrigin.of(request());
      answer(problem.status(), ProblemJson.MEDIA_TYPE, ProblemJson.write(problem, origin));
    } else {
      outcome.aborted();
      finishOnce();
    }
  }

  /** Answers with what a failure means to a client. */
  public void failed(Throwable failure) {
    problem(ProblemException.problemOf(failure, RequestOrigin.of(request())));
  }

  /** Answers a method that the resource does not have; {@code OPTIONS} is told which there are. */
  public void notAllowed(String allowed) {
    if (request().getMethod().equals("OPTIONS")) {
      response().setHeader("Allow", allowed);
      answer(HttpServletResponse.SC_NO_CONTENT);
    } else {
      problem(Problem.ofStatus(405).withHeader("Allow", allowed));
    }
  }

  /** Answers with a file's bytes in memory, after status and headers were set. */
  public void body(BytesSource bytes) {
    if (answered.compareAndSet(false, true)) {
      write(bytes, outcome::sent);
    }
  }

  /**
   * Makes a pipe for a file's bytes into the answer, after status and headers were set. It is cut
   * when it stalls; who has it starts it, and calls {@link #piped} when it is done.
   */
  public Pipe pipe(ContentSource source, Executor executor) throws IOException {
    return watched(new Pipe(source, sink(outcome::sent), ClientEnd.SINK, executor));
  }

  private Pipe watched(Pipe pipe) {
    stallWatch.watch(pipe);
    return pipe;
  }

  /**
   * Ends an answer whose body was piped. One that will not come whole is an error where none of it
   * is out yet, which some servers would make a whole, empty answer of; otherwise it ends too early
   * for its length.
   *
   * @param failure what the pipe broke with, or null
   */
  public void piped(Throwable failure) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    if (failure != null && response().isCommitted()) {
      outcome.aborted();
    } else if (failure != null) {
      tellBroken(Problem.outcomeUnknown("The file stopped coming from its node; try again."));
    }
    finish();
  }

  /** The body is written where the server takes it at once; the status tells of the error, too. */
  private void tellBroken(Problem problem) {
    HttpServletResponse response = response();
    outcome.problem(problem.code().code());
    byte[] body = ProblemJson.write(problem, RequestOrigin.of(request()));
    response.resetBuffer();
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    response.setContentType(ProblemJson.MEDIA_TYPE);
    ResponseBody.announceLength(response, body.length);
    try {
      ServletOutputStream out = response.getOutputStream();
      if (out.isReady()) {
        out.write(body);
        outcome.answered(body.length);
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, () -> "The client did not wait for its answer" + named(), e);
      outcome.aborted();
    }
  }

  private ResponseBody sink(LongConsumer count) throws IOException {
    return new ResponseBody(response().getOutputStream(), count);
  }

  /** Ends an answer whose body was written by somebody else, or that nobody waits for. */
  public void finishOnce() {
    if (answered.compareAndSet(false, true)) {
      finish();
    }
  }

  private void write(BytesSource body, LongConsumer count) {
    try {
      if (body.length() <= BUFFERED) {
        ByteBuffer bytes = body.bytes();
        if (bytes.hasRemaining()) {
          response().getOutputStream().write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
          count.accept(bytes.remaining());
        }
        finish();
      } else {
        watched(new Pipe(body, sink(count), ClientEnd.SINK, Runnable::run))
            .start()
            .whenComplete(
                (written, failure) -> {
                  if (failure != null) {
                    outcome.aborted();
                  }
                  finish();
                });
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, () -> "The client did not wait for its answer" + named(), e);
      outcome.aborted();
      finish();
    }
  }

  private void finish() {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, () -> "The server had ended the request" + named(), e);
    }
  }

  private String named() {
    return ": request=" + RequestOrigin.of(request()).requestId();
  }
}

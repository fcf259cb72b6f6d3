package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.error.ProblemJson;
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

/** One request in asynchronous mode and its answer, which is given once. */
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  /** An answer up to this size fits the server's buffer, so that writing it cannot block. */
  private static final int BUFFERED = 8 * 1024;

  private final AsyncContext context;
  private final AtomicBoolean answered = new AtomicBoolean();

  /** For a request whose asynchronous mode has been started. */
  public Exchange(AsyncContext context) {
    this.context = context;
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
      response.setContentLength(body.length);
    }
    if (request().getMethod().equals("HEAD")) {
      finish();
    } else {
      write(new BytesSource(ByteBuffer.wrap(body)));
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
      answer(problem.status(), ProblemJson.MEDIA_TYPE, ProblemJson.write(problem));
    } else {
      finishOnce();
    }
  }

  /** Answers with what a failure means to a client. */
  public void failed(Throwable failure) {
    problem(ProblemException.problemOf(failure));
  }

  /** Answers with a body in memory, after status and headers were set. */
  public void body(BytesSource bytes) {
    if (answered.compareAndSet(false, true)) {
      write(bytes);
    }
  }

  /**
   * Makes a pipe into the answer, after status and headers were set; who has it calls {@link
   * #finishOnce} when it is done.
   */
  public Pipe pipe(ContentSource source, Executor executor) throws IOException {
    return new Pipe(source, new ResponseBody(response().getOutputStream()), executor);
  }

  /** Ends an answer whose body was written by somebody else, or that nobody waits for. */
  public void finishOnce() {
    if (answered.compareAndSet(false, true)) {
      finish();
    }
  }

  /**
   * Ends an answer whose body will not come whole: with an error where none of it is out yet, which
   * some servers would make a whole, empty answer of; otherwise too early for its length.
   */
  public void broken(Problem problem) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    HttpServletResponse response = response();
    if (!response.isCommitted()) {
      byte[] body = ProblemJson.write(problem);
      response.resetBuffer();
      response.setStatus(problem.status());
      problem.headers().forEach(response::setHeader);
      response.setContentType(ProblemJson.MEDIA_TYPE);
      ResponseBody.announceLength(response, body.length);
      try {
        ServletOutputStream out = response.getOutputStream();
        if (out.isReady()) {
          out.write(body);
        }
      } catch (IOException | IllegalStateException e) {
        LOG.log(Level.DEBUG, "The client did not wait for its answer", e);
      }
    }
    finish();
  }

  private void write(BytesSource body) {
    try {
      if (body.length() <= BUFFERED) {
        ByteBuffer bytes = body.bytes();
        if (bytes.hasRemaining()) {
          response().getOutputStream().write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
        }
        finish();
      } else {
        ResponseBody sink = new ResponseBody(response().getOutputStream());
        new Pipe(body, sink, Runnable::run).start().whenComplete((count, failure) -> finish());
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "The client did not wait for its answer", e);
      finish();
    }
  }

  private void finish() {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "The server had ended the request", e);
    }
  }
}

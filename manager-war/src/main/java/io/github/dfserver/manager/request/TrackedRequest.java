package io.github.dfserver.manager.request;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.request.RequestFilter.Watch;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.ClientAddress;
import io.github.dfserver.tracing.Span;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that is watched to its true end, which in asynchronous mode is long after its thread
 * has left. It listens from the moment at which that mode starts: later the request may be over
 * already, and the server's object be another request's.
 */
final class TrackedRequest extends HttpServletRequestWrapper implements AsyncListener {
  private static final String ABORTED = "aborted";

  private final HttpServletResponse response;
  private final RequestOrigin origin;
  private final Watch watch;
  private final Span span;
  private final RequestOutcome outcome;
  private final Operation operation;
  private final String method;
  private final String path;
  private final long began = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean asynchronous;
  private volatile Sender sender;

  /** Who sent a request, known when its thread has passed the filters. */
  private record Sender(Caller caller, String address) {}

  private TrackedRequest(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestOrigin origin,
      Watch watch,
      Span span,
      Operation operation,
      String path) {
    super(request);
    this.response = response;
    this.origin = origin;
    this.watch = watch;
    this.method = request.getMethod();
    this.path = path;
    this.operation = operation;
    this.span = span;
    this.outcome = watch.metrics().began(operation);
  }

  /** A request begins. */
  static TrackedRequest begin(
      HttpServletRequest request, HttpServletResponse response, RequestOrigin origin, Watch watch) {
    String path = RequestPath.asSent(request);
    Operation operation = Operation.of(request.getMethod(), path);
    Span span = RequestSpans.begin(watch.tracer(), operation, request.getMethod(), path, origin);
    origin.within(span).keepIn(request);
    TrackedRequest tracked =
        new TrackedRequest(request, response, origin, watch, span, operation, path);
    tracked.outcome.keepIn(request);
    return tracked;
  }

  @Override
  public AsyncContext startAsync() {
    return listenedTo(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
    return listenedTo(super.startAsync(request, answer));
  }

  private AsyncContext listenedTo(AsyncContext context) {
    asynchronous = true;
    identify();
    context.addListener(this);
    return new TrackedContext(context, this);
  }

  /** To be asked in time: later the server's object may be another request's. */
  private void identify() {
    sender = new Sender(Caller.of(this), ClientAddress.of(this));
  }

  /** Somebody is about to complete the request; after that its answer may be another one's. */
  int status() {
    return response.getStatus();
  }

  /**
   * Somebody is about to complete the request. What it held is free before its answer can be seen:
   * who is at a limit sends the next request with the answer in hand.
   */
  void completing() {
    outcome.over();
  }

  /**
   * The request was completed. Of one whose connection broke, some servers tell no listener.
   *
   * @param refused whether the server had given the request up before
   */
  void completed(int status, boolean refused) {
    if (refused) {
      outcome.aborted();
    }
    end(status);
  }

  /**
   * The thread that brought the request leaves.
   *
   * @param failed whether with an exception, which the server answers with status 500
   */
  void left(boolean failed) {
    if (asynchronous) {
      return;
    }
    identify();
    int status = failed ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : response.getStatus();
    if (status >= HttpServletResponse.SC_BAD_REQUEST && outcome.errorCode() == 0) {
      // The server has yet to ask for its body.
      outcome.problem(Problem.ofStatus(status).code().code());
    }
    end(status);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    outcome.aborted();
  }

  @Override
  public void onError(AsyncEvent event) {
    outcome.aborted();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end(response.getStatus());
  }

  private void end(int status) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    outcome.over();
    long nanos = System.nanoTime() - began;
    String label = outcome.wasAborted() ? ABORTED : Integer.toString(status);
    int code = outcome.errorCode();
    watch.metrics().ended(operation, label, code, nanos);
    RequestSpans.end(span, status, code, outcome);
    watch
        .audit()
        .ended(
            new EndedRequest(
                origin.requestId(),
                method,
                path,
                operation,
                sender.caller(),
                sender.address(),
                status,
                outcome.wasAborted(),
                code,
                outcome.receivedBytes(),
                outcome.target(),
                outcome.stored()));
    RequestLog.ended(
        operation,
        status,
        () ->
            new RequestLog.Line(
                origin.requestId(),
                method,
                path,
                operation,
                label,
                code,
                outcome.receivedBytes(),
                outcome.sentBytes(),
                nanos,
                sender.address()));
  }
}

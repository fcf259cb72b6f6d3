package io.github.dfserver.manager.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;

/** Takes requests into asynchronous mode, in which nothing but a stall ends them. Thread-safe. */
@ApplicationScoped
public class Exchanges {
  @Inject private StallWatch stallWatch;

  /** Takes over a request that its thread will leave. */
  public Exchange begin(HttpServletRequest request) {
    return of(startAsync(request));
  }

  /** The exchange of a request that is in asynchronous mode. */
  Exchange of(AsyncContext context) {
    return new Exchange(context, stallWatch);
  }

  /** Starts that mode without the server's own time limit, which knows nothing of progress. */
  static AsyncContext startAsync(HttpServletRequest request) {
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    return context;
  }
}

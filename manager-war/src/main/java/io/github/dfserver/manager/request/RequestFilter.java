package io.github.dfserver.manager.request;

import io.github.dfserver.manager.event.FailedRequests;
import io.github.dfserver.tracing.Tracer;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sees every request first: gives it its id, which the answer carries back, and watches it to its
 * end. {@code web.xml} puts it before all other filters.
 */
public class RequestFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient RequestMetrics metrics;
  @Inject private transient Tracer tracer;
  @Inject private transient RequestAudit audit;
  @Inject private transient FailedRequests failures;

  private transient Watch watch;

  /** Who is told of requests. */
  record Watch(RequestMetrics metrics, Tracer tracer, RequestAudit audit) {}

  @Override
  public void init() {
    watch = new Watch(metrics, tracer, this::ended);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    pass(request, response, chain, watch);
  }

  private void ended(EndedRequest request) {
    audit.ended(request);
    failures.ended(request);
  }

  static void pass(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, Watch watch)
      throws IOException, ServletException {
    RequestOrigin origin = RequestOrigin.of(request);
    response.setHeader(RequestOrigin.HEADER, origin.requestId());
    TrackedRequest tracked = TrackedRequest.begin(request, response, origin, watch);
    boolean failed = true;
    try {
      chain.doFilter(tracked, response);
      failed = false;
    } finally {
      tracked.left(failed);
    }
  }
}

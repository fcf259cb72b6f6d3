package io.github.dfserver.manager.limit;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.request.Operation;
import io.github.dfserver.manager.request.RequestPath;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Refuses what is more than a client may have with 429. Its place, behind the filter that knows who
 * sent a request, is in {@code web.xml}.
 */
public class LimitFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient ClientLimiter limiter;
  @Inject private transient Exchanges exchanges;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = RequestPath.asSent(request);
    Optional<Problem> refusal = limiter.refusal(request, Operation.of(request.getMethod(), path));
    if (refusal.isEmpty()) {
      chain.doFilter(request, response);
    } else {
      // What is left of the body would be taken for the next request.
      exchanges.begin(request).problem(refusal.get().withHeader("Connection", "close"));
    }
  }
}

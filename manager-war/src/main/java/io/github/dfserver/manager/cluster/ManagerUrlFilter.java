package io.github.dfserver.manager.cluster;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Sees at which address requests arrive, those that open a node channel included. Its place among
 * the filters is in {@code web.xml}.
 */
public class ManagerUrlFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Inject private transient ManagerUrl own;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean fromNode = request.getServletPath().equals("/node-channel");
    if (own.canLearn(fromNode) && SCHEMES.contains(request.getScheme())) {
      own.cameIn(
          request.getScheme(),
          request.getLocalAddr(),
          request.getLocalPort(),
          request.getContextPath(),
          fromNode);
    }
    chain.doFilter(request, response);
  }
}

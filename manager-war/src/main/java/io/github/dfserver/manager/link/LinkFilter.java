package io.github.dfserver.manager.link;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.security.CredentialsException;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Holds every link to what it says, also where the manager is open or the sender has other
 * credentials. Its place, behind the filter that looks at credentials, is in {@code web.xml}.
 */
public class LinkFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject private transient LinkAuthenticator authenticator;
  @Inject private transient Exchanges exchanges;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      authenticator.authenticate(request);
    } catch (CredentialsException e) {
      exchanges.begin(request).problem(Problem.linkRefused(e.getMessage()));
      return;
    }
    chain.doFilter(request, response);
  }
}

package io.github.dfserver.manager.session;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * {@code GET /session}: who the caller is, and how to sign in. There is no session in the sense of
 * something that is kept: every request shows its credentials anew.
 */
@WebServlet(urlPatterns = "/session", asyncSupported = true)
public class SessionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Exchanges exchanges;
  @Inject private transient SignIn signIn;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        exchange.response().setHeader("Cache-Control", "no-store");
        exchange.answer(
            HttpServletResponse.SC_OK,
            "application/json",
            signIn.session(Caller.of(request)).bytes());
      }
      default -> exchange.notAllowed("GET, HEAD, OPTIONS");
    }
  }
}

package io.github.dfserver.manager.history;

import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** {@code GET /history}: what this manager did in the last hour, since its start at most. */
@WebServlet(urlPatterns = "/history", asyncSupported = true)
public class HistoryServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Exchanges exchanges;
  @Inject private transient History history;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        exchange.response().setHeader("Cache-Control", "no-store");
        exchange.answer(HttpServletResponse.SC_OK, "application/json", history.json());
      }
      default -> exchange.notAllowed("GET, HEAD, OPTIONS");
    }
  }
}

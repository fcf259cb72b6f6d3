package io.github.dfserver.manager.event;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.Query;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** {@code GET /events}: what happens, as server-sent events. */
@WebServlet(urlPatterns = "/events", asyncSupported = true)
public class EventServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Exchanges exchanges;
  @Inject private transient EventListeners listeners;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    try {
      switch (request.getMethod()) {
        case "GET", "HEAD" -> answer(exchange);
        default -> exchange.notAllowed("GET, HEAD, OPTIONS");
      }
    } catch (IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  private void answer(Exchange exchange) throws IOException {
    HttpServletRequest request = exchange.request();
    Duration life = life(Query.parameter(request, "for"));
    HttpServletResponse response = exchange.response();
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    // Proxies that keep answers back until they are whole would keep these back for ever.
    response.setHeader("X-Accel-Buffering", "no");
    if (request.getMethod().equals("HEAD")) {
      exchange.finishOnce();
      return;
    }
    Optional<String> lastId =
        Optional.ofNullable(request.getHeader("Last-Event-ID")).filter(id -> !id.isBlank());
    listeners.listen(exchange, lastId, life);
  }

  private static Duration life(String seconds) {
    long most = EventListeners.MOST_LIFE.toSeconds();
    if (seconds == null) {
      return EventListeners.MOST_LIFE;
    }
    try {
      long life = Long.parseLong(seconds);
      if (life >= 0 && life <= most) {
        return Duration.ofSeconds(life);
      }
    } catch (NumberFormatException e) {
      throw refused(most);
    }
    throw refused(most);
  }

  private static ProblemException refused(long most) {
    return new ProblemException(
        Problem.invalidRequest("'for' has to be seconds, 0 to " + most + ", or be left out."));
  }
}

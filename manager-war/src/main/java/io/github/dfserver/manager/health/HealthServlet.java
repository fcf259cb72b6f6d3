package io.github.dfserver.manager.health;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /health}, {@code /health/live} and {@code /health/ready}: 200 when up, else 503. A
 * servlet, so that whoever waits for a catalogue that is dead holds no thread.
 */
@WebServlet(
    urlPatterns = {"/health", "/health/*"},
    asyncSupported = true)
public class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient Exchanges exchanges;
  @Inject private transient HealthChecks checks;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    String path = request.getPathInfo();
    switch (path == null ? "" : path) {
      case "" -> answer(exchange, checks.all());
      case "/live" -> answer(exchange, CompletableFuture.completedStage(checks.live()));
      case "/ready" -> answer(exchange, checks.ready());
      default -> exchange.problem(Problem.ofStatus(404));
    }
  }

  private static void answer(Exchange exchange, CompletionStage<HealthReport> report) {
    String method = exchange.request().getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.notAllowed("GET, HEAD, OPTIONS");
      return;
    }
    report.whenComplete(
        (health, failure) -> {
          if (failure != null) {
            exchange.failed(failure);
            return;
          }
          exchange.response().setHeader("Cache-Control", "no-store");
          exchange.answer(
              health.up() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
              "application/json",
              health.json());
        });
  }
}

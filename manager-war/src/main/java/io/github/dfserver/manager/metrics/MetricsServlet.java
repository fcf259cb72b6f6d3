package io.github.dfserver.manager.metrics;

import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * {@code GET /metrics}: Prometheus' text format 0.0.4, or OpenMetrics 1.0 where {@code Accept} asks
 * for it. Everything told is in memory, so a scrape waits for nothing.
 */
@WebServlet(urlPatterns = "/metrics", asyncSupported = true)
public class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int EXPECTED_BYTES = 64 * 1024;

  private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();
  private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();

  @Inject private transient Exchanges exchanges;
  @Inject private transient PrometheusRegistry registry;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange = exchanges.begin(request);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> scrape(exchange);
      default -> exchange.notAllowed("GET, HEAD, OPTIONS");
    }
  }

  private void scrape(Exchange exchange) {
    try {
      String accept = exchange.request().getHeader("Accept");
      ExpositionFormatWriter format = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
      ByteArrayOutputStream text = new ByteArrayOutputStream(EXPECTED_BYTES);
      format.write(text, registry.scrape());
      exchange.response().setHeader("Cache-Control", "no-store");
      exchange.answer(HttpServletResponse.SC_OK, format.getContentType(), text.toByteArray());
    } catch (IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }
}

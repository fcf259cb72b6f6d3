package io.github.dfserver.manager.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.MediaTypes;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.request.RequestOutcome;
import io.github.dfserver.manager.tracing.TracedCatalog;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.github.dfserver.manager.transfer.SmallBodies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /link} makes a signed link to a file, {@code DELETE /link} makes all links void. A
 * servlet, so that a body that comes slowly holds no thread.
 */
@WebServlet(urlPatterns = "/link", asyncSupported = true)
public class LinkServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final JsonFactory JSON = new JsonFactory();

  @Inject private transient Exchanges exchanges;
  @Inject private transient SmallBodies bodies;
  @Inject private transient TracedCatalog catalog;
  @Inject private transient Links links;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    try {
      switch (request.getMethod()) {
        case "POST" -> make(exchange);
        case "DELETE" -> voidAll(exchange);
        default -> exchange.notAllowed("POST, DELETE, OPTIONS");
      }
    } catch (IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  private void make(Exchange exchange) throws IOException {
    String type = MediaTypes.essence(exchange.request().getContentType());
    boolean json = type.equals("application/json");
    if (!json && !type.equals("application/x-www-form-urlencoded")) {
      bodies.refuse(
          exchange,
          Problem.invalidRequest(
              415, "POST /link takes application/json or application/x-www-form-urlencoded."));
      return;
    }
    bodies.use(
        exchange,
        LinkOrder.MAX_BODY,
        body -> {
          LinkOrder order = json ? LinkOrder.ofJson(body) : LinkOrder.ofForm(body);
          RequestOutcome.of(exchange.request()).target(order.name().value());
          return link(order, RequestOrigin.of(exchange.request()));
        },
        link -> answer(exchange, link));
  }

  private CompletionStage<Link> link(LinkOrder order, RequestOrigin origin) {
    Instant expires = Instant.now().plus(order.life()).truncatedTo(ChronoUnit.SECONDS);
    return catalog
        .files(origin)
        .find(order.name().value())
        .thenApply(
            found ->
                found
                    .filter(file -> file.state() == FileState.LIVE)
                    .map(FileRecord::fileId)
                    .map(id -> new Link(order.name(), id, expires, order.disposition()))
                    .orElseThrow(
                        () ->
                            new ProblemException(Problem.fileDoesNotExist(order.name().value()))));
  }

  private void answer(Exchange exchange, Link link) {
    HttpServletRequest request = exchange.request();
    String path = request.getContextPath() + links.path(link);
    StringBuffer asked = request.getRequestURL();
    String url = asked.substring(0, asked.length() - request.getRequestURI().length()) + path;
    exchange.response().setHeader("Location", path);
    exchange.response().setHeader("Cache-Control", "no-store");
    exchange.answer(HttpServletResponse.SC_CREATED, "application/json", json(url, link));
  }

  private static byte[] json(String url, Link link) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("url", url);
      json.writeStringField("filename", link.name().value());
      json.writeStringField("expiresAt", link.expires().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private void voidAll(Exchange exchange) {
    links
        .voidAll()
        .whenComplete(
            (state, failure) -> {
              if (failure == null) {
                exchange.answer(HttpServletResponse.SC_NO_CONTENT);
              } else {
                exchange.failed(new CompletionException(failure));
              }
            });
  }
}

package io.github.dfserver.manager.served;

import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.github.dfserver.manager.transfer.ResponseBody;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.function.Function;

/** Answers with files of the WAR. A client that reads slowly holds no thread. Thread-safe. */
@ApplicationScoped
public class ServedFiles {
  @Inject private Exchanges exchanges;
  @Inject private Workers workers;

  /**
   * Answers a request of any method.
   *
   * @param choice the file that a GET or HEAD asks for; throws a {@link ProblemException} for none
   */
  public void answer(HttpServletRequest request, Function<HttpServletRequest, ServedFile> choice) {
    Exchange exchange = exchanges.begin(request);
    try {
      switch (request.getMethod()) {
        case "GET", "HEAD" -> send(exchange, choice.apply(request));
        default -> exchange.notAllowed("GET, HEAD, OPTIONS");
      }
    } catch (IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  private void send(Exchange exchange, ServedFile file) throws IOException {
    HttpServletRequest request = exchange.request();
    HttpServletResponse response = exchange.response();
    file.headers().forEach(response::setHeader);
    if (isKnown(request, file.entityTag())) {
      exchange.answer(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    ResponseBody.announceLength(response, file.length());
    if (request.getMethod().equals("HEAD")) {
      exchange.finishOnce();
      return;
    }
    exchange
        .pipe(file.source(), workers)
        .start()
        .whenComplete((count, failure) -> exchange.piped(failure));
  }

  /** RFC 9110, section 13.1.2: the comparison is weak. */
  private static boolean isKnown(HttpServletRequest request, String entityTag) {
    for (String header : Collections.list(request.getHeaders("If-None-Match"))) {
      for (String tag : header.split(",", -1)) {
        String known = tag.strip();
        if (known.equals("*") || known.equals(entityTag) || known.equals("W/" + entityTag)) {
          return true;
        }
      }
    }
    return false;
  }
}

package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.RequestPath;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.github.dfserver.manager.work.ClientTraffic;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Takes the requests whose bodies are files, so that they can be served without a thread each:
 * Jakarta REST has no non-blocking streams. All others go on to the resources.
 *
 * <p>It decides by the path as it was sent, and so sees all requests: the path that servers map by
 * is normalised, {@code /file/../x} is {@code /x} there and not the bad name that it is. Its place
 * among the filters is in {@code web.xml}.
 */
public class FileStreamFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String COLLECTION = "/file";

  @Inject private transient Exchanges exchanges;
  @Inject private transient UploadRequests uploads;
  @Inject private transient DownloadRequests downloads;
  @Inject private transient ClientTraffic traffic;

  private interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = RequestPath.asSent(request);
    String method = request.getMethod();
    if (path.startsWith(COLLECTION)) {
      traffic.arrived();
    }
    if (path.equals(COLLECTION)) {
      switch (method) {
        case "POST" -> handle(request, uploads::post);
        case "GET", "HEAD" -> chain.doFilter(request, response);
        default -> handle(request, exchange -> exchange.notAllowed("GET, HEAD, POST, OPTIONS"));
      }
    } else if (path.startsWith(COLLECTION + "/")) {
      String name = path.substring(COLLECTION.length() + 1);
      switch (method) {
        case "PUT" -> handle(request, exchange -> uploads.put(exchange, FileName.ofPath(name)));
        case "GET", "HEAD" ->
            handle(request, exchange -> downloads.get(exchange, FileName.ofPath(name)));
        case "DELETE" -> chain.doFilter(request, response);
        default ->
            handle(request, exchange -> exchange.notAllowed("GET, HEAD, PUT, DELETE, OPTIONS"));
      }
    } else if (isMappedToFiles(request)) {
      // What was sent, such as /x/../file, is no resource.
      handle(request, exchange -> exchange.problem(Problem.ofStatus(404)));
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isMappedToFiles(HttpServletRequest request) {
    String path = RequestPath.asMapped(request);
    return path.equals(COLLECTION) || path.startsWith(COLLECTION + "/");
  }

  private void handle(HttpServletRequest request, Handler handler) {
    Exchange exchange = exchanges.begin(request);
    try {
      handler.handle(exchange);
    } catch (ProblemException e) {
      exchange.problem(e.problem());
    } catch (IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }
}

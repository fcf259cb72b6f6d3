package io.github.dfserver.manager.error;

import io.github.dfserver.manager.headers.SafeHeaders;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.request.RequestOutcome;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The server's own errors, which web.xml sends here, as {@link Problem}s. */
@WebServlet(urlPatterns = "/WEB-INF/error", asyncSupported = true)
public class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Problem problem =
        isFromStart(request, status)
            ? Problem.ofStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE)
            : Problem.ofStatus(
                status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND);
    RequestOrigin origin = RequestOrigin.of(request);
    byte[] body = ProblemJson.write(problem, origin);
    SafeHeaders.set(response); // some servers drop what was set before
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    response.setHeader(RequestOrigin.HEADER, origin.requestId());
    response.setContentType(ProblemJson.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * Whether the server had yet to learn where requests go. Payara says for a moment of its start
   * that there is no such resource, in the application's name and before any filter; a client would
   * take that for the truth and give up. What it hides of an application it hides in the same way.
   */
  private static boolean isFromStart(HttpServletRequest request, Object status) {
    return Integer.valueOf(HttpServletResponse.SC_NOT_FOUND).equals(status)
        && !RequestOutcome.isNotedFor(request)
        && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
        && !isHidden(path);
  }

  private static boolean isHidden(String path) {
    try {
      String decoded = URLDecoder.decode(path, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
      return decoded.contains("/WEB-INF") || decoded.contains("/META-INF");
    } catch (IllegalArgumentException e) {
      return true; // no encoding of anything, so there is nothing
    }
  }
}

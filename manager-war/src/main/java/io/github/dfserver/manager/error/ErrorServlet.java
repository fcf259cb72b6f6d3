package io.github.dfserver.manager.error;

import io.github.dfserver.manager.headers.SafeHeaders;
import io.github.dfserver.manager.request.RequestOrigin;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The server's own errors, which web.xml sends here, as {@link Problem}s. */
@WebServlet(urlPatterns = "/WEB-INF/error", asyncSupported = true)
public class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Problem problem = Problem.ofStatus(status instanceof Integer code ? code : 404);
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
}

package io.github.dfserver.benchmark.yardstick;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The same as {@link EmptyResource}, without JAX-RS. */
@WebServlet("/servlet")
public class EmptyServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final byte[] CONTENT = new byte[4096];

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/octet-stream");
    response.setContentLength(CONTENT.length);
    response.getOutputStream().write(CONTENT);
  }

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    response.setStatus(body.length == CONTENT.length ? 201 : 400);
    response.setContentLength(0);
  }
}

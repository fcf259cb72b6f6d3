package io.github.dfserver.manager.openapi;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.served.ServedFile;
import io.github.dfserver.manager.served.ServedFiles;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code GET /openapi/ui}: the OpenAPI document as a page, by Swagger UI, and below it what the
 * page loads. It loads nothing else, and nothing from other hosts.
 */
@WebServlet(urlPatterns = "/openapi/ui/*", asyncSupported = true)
public class OpenApiPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int PERMANENT_REDIRECT = 308;
  private static final String DIRECTORY = "/WEB-INF/openapi/";
  private static final String PAGE = "";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Inject private transient ServedFiles files;

  private final transient Map<String, ServedFile> byPath = new HashMap<>();

  /** Reads the page and what it loads. */
  @Override
  public void init() throws ServletException {
    try {
      read(PAGE, "ui.html", "text/html; charset=UTF-8");
      read("/ui.js", "ui.js", "text/javascript; charset=UTF-8");
      read("/swagger-ui.css", "swagger-ui.css", "text/css; charset=UTF-8");
      read("/swagger-ui-bundle.js", "swagger-ui-bundle.js", "text/javascript; charset=UTF-8");
      String licences = "swagger-ui-bundle.js.LICENSE.txt";
      read("/" + licences, licences, "text/plain; charset=UTF-8");
      read("/favicon-32x32.png", "favicon-32x32.png", "image/png");
    } catch (IOException e) {
      throw new ServletException(e);
    }
  }

  private void read(String path, String name, String mediaType) throws IOException {
    Map<String, String> headers =
        Map.of("Content-Security-Policy", POLICY, "Referrer-Policy", "no-referrer");
    byPath.put(path, ServedFile.read(getServletContext(), DIRECTORY + name, mediaType, headers));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getPathInfo() == null ? PAGE : request.getPathInfo();
    if (path.equals("/")) {
      // The page's own links are relative to a path without the slash.
      response.setStatus(PERMANENT_REDIRECT);
      response.setHeader("Location", "../ui");
      return;
    }
    ServedFile file = byPath.get(path);
    if (file == null) {
      files.answer(request, OpenApiPageServlet::none);
    } else {
      files.answer(request, asked -> file);
    }
  }

  private static ServedFile none(HttpServletRequest request) {
    throw new ProblemException(Problem.ofStatus(404));
  }
}

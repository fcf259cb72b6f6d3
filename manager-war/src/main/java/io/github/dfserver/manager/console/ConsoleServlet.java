package io.github.dfserver.manager.console;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.RequestPath;
import io.github.dfserver.manager.served.ServedFile;
import io.github.dfserver.manager.served.ServedFiles;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /}: the web console, and {@code GET /console/...}: what its page loads. All of it is
 * read once, out of the WAR's {@code console}. It loads nothing from other hosts, and no other page
 * can frame it.
 */
@WebServlet(
    urlPatterns = {"", "/console/*"},
    asyncSupported = true)
public class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int PERMANENT_REDIRECT = 308;
  private static final String DIRECTORY = "/console";
  private static final String PAGE = "/index.html";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
              + " media-src 'self' blob:; frame-src 'self' blob:; connect-src 'self';"
              + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  @Inject private transient ServedFiles files;

  private final transient Map<String, ServedFile> byPath = new HashMap<>();

  /** Reads the page and what it loads. */
  @Override
  public void init() throws ServletException {
    try {
      read(getServletContext(), DIRECTORY + "/");
    } catch (IOException e) {
      throw new ServletException(e);
    }
  }

  private void read(ServletContext context, String directory) throws IOException {
    Set<String> paths = context.getResourcePaths(directory);
    for (String path : paths == null ? Set.<String>of() : paths) {
      if (path.endsWith("/")) {
        read(context, path);
      } else {
        ServedFile file = ServedFile.read(context, path, WebType.of(path), HEADERS);
        byPath.put(path.substring(DIRECTORY.length()), file);
      }
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    // Servers differ in how they split this path, and agree on the whole.
    String mapped = RequestPath.asMapped(request);
    if (!mapped.startsWith(DIRECTORY)) {
      files.answer(request, asked -> file(PAGE));
      return;
    }
    String path = mapped.substring(DIRECTORY.length());
    boolean page = path.isEmpty() || path.equals("/") || path.equals(PAGE);
    if (page && Set.of("GET", "HEAD").contains(request.getMethod())) {
      // The page's own links are relative to the context root.
      response.setStatus(PERMANENT_REDIRECT);
      response.setHeader("Location", path.isEmpty() ? "./" : "../");
      return;
    }
    files.answer(request, asked -> file(path));
  }

  private ServedFile file(String path) {
    return Optional.ofNullable(byPath.get(path))
        .orElseThrow(() -> new ProblemException(Problem.ofStatus(404)));
  }
}

package io.github.dfserver.manager.openapi;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.Query;
import io.github.dfserver.manager.served.ServedFile;
import io.github.dfserver.manager.served.ServedFiles;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /openapi}: the OpenAPI 3.1 document of the HTTP API, as YAML (RFC 9512) or JSON. A
 * part of the WAR, so that every server has it.
 */
@WebServlet(urlPatterns = "/openapi", asyncSupported = true)
public class OpenApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String YAML = "application/yaml";
  private static final String JSON = "application/json";

  @Inject private transient ServedFiles files;

  private transient ServedFile yaml;
  private transient ServedFile json;

  /** Reads the document. */
  @Override
  public void init() throws ServletException {
    Map<String, String> headers = Map.of("Vary", "Accept");
    try {
      yaml = ServedFile.read(getServletContext(), "/WEB-INF/openapi/openapi.yaml", YAML, headers);
      json = ServedFile.read(getServletContext(), "/WEB-INF/openapi/openapi.json", JSON, headers);
    } catch (IOException e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    files.answer(request, this::choose);
  }

  private ServedFile choose(HttpServletRequest request) {
    String format = Query.parameter(request, "format");
    if (format == null) {
      return negotiate(Collections.list(request.getHeaders("Accept")));
    }
    return switch (format) {
      case "yaml" -> yaml;
      case "json" -> json;
      default ->
          throw new ProblemException(
              Problem.invalidRequest("'format' can be 'yaml' or 'json', or be left out."));
    };
  }

  private ServedFile negotiate(List<String> accept) {
    double asYaml = Acceptance.of(accept, YAML);
    double asJson = Acceptance.of(accept, JSON);
    if (asYaml == 0 && asJson == 0) {
      throw new ProblemException(Problem.ofStatus(406));
    }
    return asYaml >= asJson ? yaml : json;
  }
}

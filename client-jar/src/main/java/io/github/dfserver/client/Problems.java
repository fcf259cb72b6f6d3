package io.github.dfserver.client;

import io.github.dfserver.client.error.Problem;
import io.github.dfserver.client.error.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;

/** Reads what an answer that is no success tells. */
final class Problems {
  private static final String REQUEST_ID = "X-Request-Id";

  private Problems() {}

  static ProblemException of(Request request, Response response) {
    JsonObject json = document(response);
    int status = response.getStatus();
    String id = json == null ? null : json.text("requestId");
    return ProblemException.of(
        new Problem(
            json == null ? null : json.text("type"),
            json == null ? response.getStatusInfo().getReasonPhrase() : json.text("title"),
            status,
            json == null ? null : json.text("detail"),
            json == null ? assumedCode(request, response) : (int) json.number("errorCode"),
            id == null ? response.getHeaderString(REQUEST_ID) : id,
            retryAfter(response.getHeaderString(HttpHeaders.RETRY_AFTER)),
            json == null ? null : json.text("id"),
            json == null ? 0 : json.number("size"),
            json == null ? null : json.text("sha256")));
  }

  /** Null where it is not a manager's. */
  private static JsonObject document(Response response) {
    String type = response.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.startsWith("application/problem+json")) {
      return null;
    }
    try (InputStream stream = response.readEntity(InputStream.class)) {
      return JsonObject.read(stream);
    } catch (IOException | RuntimeException e) {
      return null; // what it says is lost, but its status is not
    }
  }

  /**
   * An answer to HEAD has no body, and its status has to do; but only when it is a manager's, which
   * names each request.
   */
  private static int assumedCode(Request request, Response response) {
    int status = response.getStatus();
    if (status == 401) {
      return 9;
    }
    if (!request.method().equals("HEAD") || response.getHeaderString(REQUEST_ID) == null) {
      return 0;
    }
    return switch (status) {
      case 403 -> 9;
      case 404 -> 2;
      case 412 -> 6;
      case 503 -> 4;
      default -> 0;
    };
  }

  private static Duration retryAfter(String header) {
    if (header == null) {
      return null;
    }
    if (header.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    Instant then = HttpDate.parse(header);
    if (then == null) {
      return null;
    }
    Duration left = Duration.between(Instant.now(), then);
    return left.isNegative() ? Duration.ZERO : left;
  }
}

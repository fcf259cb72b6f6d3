package io.github.dfserver.manager.request;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The query of a request (WHATWG URL, section 5.1), and nothing else: to look for a parameter, some
 * servers read a body that says it is a form, and wait for it.
 */
public final class Query {
  private Query() {}

  /** The first value of a parameter; null where it is not there. */
  public static String parameter(HttpServletRequest request, String name) {
    String query = request.getQueryString();
    if (query == null) {
      return null;
    }
    for (String field : query.split("&", -1)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      if (decoded(key).equals(name)) {
        return equals < 0 ? "" : decoded(field.substring(equals + 1));
      }
    }
    return null;
  }

  /** What has broken escapes stays as it is. */
  private static String decoded(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }
}

package io.github.dfserver.manager.headers;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * The headers of answers that are data: browsers neither guess a type, nor run or frame anything,
 * nor tell other sites the address, which may be a signed link. What has needs of its own sets them
 * later.
 */
public final class SafeHeaders {
  private static final Map<String, String> ALL =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

  private SafeHeaders() {}

  /** Sets them. */
  public static void set(HttpServletResponse response) {
    ALL.forEach(response::setHeader);
  }
}

package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code Authorization} header (RFC 9110, section 11.6.2). */
final class BearerToken {
  private static final String BEARER = "bearer ";

  private BearerToken() {}

  /** What is shown as a bearer token (RFC 6750, section 2.1); empty where nothing is. */
  static Optional<String> of(HttpServletRequest request) {
    return of(request.getHeader("Authorization"), BEARER);
  }

  /** What follows a scheme, such as {@code "basic "}; empty where the header has another one. */
  static Optional<String> of(String header, String scheme) {
    return header != null
            && header.length() > scheme.length()
            && header.substring(0, scheme.length()).toLowerCase(Locale.ROOT).equals(scheme)
        ? Optional.of(header.substring(scheme.length()).strip())
        : Optional.empty();
  }
}

package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a browser sends a request on behalf of another origin's page, which it says by {@code
 * Origin} (RFC 6454) and {@code Sec-Fetch-Site} (W3C Fetch Metadata). Other programs send neither.
 */
final class BrowserOrigin {
  private BrowserOrigin() {}

  /** What is wrong, in words; empty when nothing is. */
  static Optional<String> foreign(HttpServletRequest request) {
    for (String site : Collections.list(request.getHeaders("Sec-Fetch-Site"))) {
      String value = site.strip().toLowerCase(Locale.ROOT);
      if (!value.equals("same-origin") && !value.equals("none")) {
        return Optional.of("a browser sent it for a page of another origin");
      }
    }
    Optional<Authority> host =
        Optional.ofNullable(request.getHeader("Host"))
            .flatMap(text -> Authority.parse(text, defaultPort(request.getScheme())));
    for (String origin : Collections.list(request.getHeaders("Origin"))) {
      Optional<Authority> page = authority(origin.strip());
      if (page.isEmpty() || host.isEmpty() || !page.get().isSameServer(host.get())) {
        return Optional.of("it was sent for a page of another origin");
      }
    }
    return Optional.empty();
  }

  private static Optional<Authority> authority(String origin) {
    try {
      URI uri = new URI(origin);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean known = List.of("http", "https", "ws", "wss").contains(scheme);
      return !known || uri.getRawAuthority() == null
          ? Optional.empty()
          : Authority.parse(uri.getRawAuthority(), defaultPort(scheme));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static int defaultPort(String scheme) {
    return scheme.equalsIgnoreCase("https") || scheme.equals("wss") ? 443 : 80;
  }
}

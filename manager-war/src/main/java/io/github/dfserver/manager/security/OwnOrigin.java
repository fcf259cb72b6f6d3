package io.github.dfserver.manager.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The origin (RFC 6454) at which a client sees this manager, behind proxies that are trusted. */
@ApplicationScoped
public class OwnOrigin {
  @Inject private SecuritySettings settings;

  /** Whether a URL, without a fragment or user, is one of the origin that a request was sent to. */
  public boolean contains(HttpServletRequest request, String url) {
    return contains(request, url, settings.trustedProxies());
  }

  static boolean contains(HttpServletRequest request, String url, Networks trusted) {
    String scheme = scheme(request, trusted);
    int port = scheme.equals("https") ? 443 : 80;
    Optional<Authority> own =
        Optional.ofNullable(request.getHeader("Host")).flatMap(host -> Authority.parse(host, port));
    try {
      URI uri = new URI(url);
      return own.isPresent()
          && scheme.equalsIgnoreCase(uri.getScheme())
          && uri.getRawAuthority() != null
          && uri.getRawFragment() == null
          && Authority.parse(uri.getRawAuthority(), port).equals(own);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String scheme(HttpServletRequest request, Networks trusted) {
    String forwarded = request.getHeader("X-Forwarded-Proto");
    boolean counts =
        ProxyChain.of(request, trusted).throughTrustedProxy()
            && List.of("http", "https").contains(forwarded == null ? "" : forwarded);
    return counts ? forwarded : request.getScheme();
  }
}

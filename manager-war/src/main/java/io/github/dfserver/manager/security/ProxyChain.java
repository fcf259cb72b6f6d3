package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a request comes from, as the proxies say that are trusted. Each proxy adds the address that
 * it saw at the end of {@code X-Forwarded-For}; what a client wrote there itself stands before
 * that.
 *
 * @param address the last one that is not a trusted proxy's; {@code unknown} where a trusted proxy
 *     says what is no address
 * @param throughTrustedProxy whether there was such a proxy between
 */
record ProxyChain(String address, boolean throughTrustedProxy) {
  static final String UNKNOWN = "unknown";
  private static final String HEADER = "X-Forwarded-For";
  private static final int MOST_HOPS = 64;

  static ProxyChain of(HttpServletRequest request, Networks trusted) {
    String peer = request.getRemoteAddr();
    if (!trusted.contain(peer)) {
      return new ProxyChain(peer, false);
    }
    List<String> hops = new ArrayList<>();
    for (String header : Collections.list(request.getHeaders(HEADER))) {
      hops.addAll(List.of(header.split(",", MOST_HOPS)));
    }
    if (hops.isEmpty()) {
      // Not through the proxy, but from its machine.
      return new ProxyChain(peer, false);
    }
    for (int i = hops.size() - 1; i >= 0; i--) {
      String hop = withoutPort(hops.get(i).strip());
      if (Networks.address(hop).isEmpty()) {
        return new ProxyChain(UNKNOWN, true);
      }
      if (i == 0 || !trusted.contain(hop)) {
        return new ProxyChain(hop, true);
      }
    }
    return new ProxyChain(UNKNOWN, true);
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && hop.indexOf(':', colon + 1) < 0 ? hop.substring(0, colon) : hop;
  }
}

package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request of these tests: a peer, headers and attributes. */
final class Ask {
  private final String peer;
  private final Map<String, List<String>> headers = new HashMap<>();
  private final Map<String, Object> attributes = new HashMap<>();

  private Ask(String peer) {
    this.peer = peer;
  }

  static Ask from(String peer) {
    return new Ask(peer);
  }

  Ask with(String header, String value) {
    headers.computeIfAbsent(header.toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(value);
    return this;
  }

  HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> peer;
                  case "getScheme" -> "http";
                  case "getMethod" -> "GET";
                  case "getHeader" -> values(arguments[0]).stream().findFirst().orElse(null);
                  case "getHeaders" -> Collections.enumeration(values(arguments[0]));
                  case "getAttribute" -> attributes.get(arguments[0]);
                  case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private List<String> values(Object header) {
    return headers.getOrDefault(((String) header).toLowerCase(Locale.ROOT), List.of());
  }
}

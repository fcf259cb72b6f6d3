package io.github.dfserver.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Whether a request comes from this machine and from nowhere else: what a manager without
 * credentials is open to. Neither a page of another site in a local browser nor a name that a
 * stranger's name server points here gets in, nor somebody else's request through a local proxy.
 */
final class LocalAccess {
  /** What proxies add; a client on this machine sends none. */
  private static final List<String> FORWARDING =
      List.of(
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Forwarded-Port",
          "X-Forwarded-Server",
          "X-Forwarded-Prefix",
          "X-Real-IP",
          "X-Client-IP",
          "X-Cluster-Client-IP",
          "True-Client-IP",
          "CF-Connecting-IP",
          "Via");

  /** Everybody on this machine, who may do everything. */
  static final Caller CALLER =
      new Caller("local", Caller.Means.LOOPBACK, Optional.of(Role.ADMIN), NodeScope.ANY);

  private LocalAccess() {}

  /**
   * Why a request is not a local one, in words; empty when it is.
   *
   * @param address where it comes from, behind trusted proxies
   * @param throughTrustedProxy whether a trusted proxy brought it, whose headers are no surprise
   */
  static Optional<String> denied(
      HttpServletRequest request, String address, boolean throughTrustedProxy) {
    if (Networks.address(address).filter(InetAddress::isLoopbackAddress).isEmpty()) {
      return Optional.of("it comes from " + address);
    }
    if (!throughTrustedProxy) {
      for (String header : FORWARDING) {
        if (request.getHeader(header) != null) {
          return Optional.of("a proxy brought it, as its header " + header + " says");
        }
      }
    }
    List<String> hosts = Collections.list(request.getHeaders("Host"));
    if (hosts.size() != 1
        || Authority.parse(hosts.get(0), 80).filter(Authority::isLoopback).isEmpty()) {
      return Optional.of("its Host is not localhost, 127.0.0.1 or [::1]");
    }
    return BrowserOrigin.foreign(request);
  }
}

package io.github.dfserver.manager.security;

import jakarta.servlet.ServletRequest;

/** The address that a request comes from, behind the proxies that are trusted. */
public final class ClientAddress {
  private static final String ATTRIBUTE = ClientAddress.class.getName();

  private ClientAddress() {}

  /** The address, never a name; the peer's where nobody has looked at proxies. */
  public static String of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String address
        ? address
        : request.getRemoteAddr();
  }

  /** From now on this is the address that the request comes from. */
  static void keepIn(ServletRequest request, String address) {
    request.setAttribute(ATTRIBUTE, address);
  }
}

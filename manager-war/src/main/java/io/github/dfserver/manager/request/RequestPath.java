package io.github.dfserver.manager.request;

import jakarta.servlet.http.HttpServletRequest;

/** The paths of a request below the context root. */
public final class RequestPath {
  private RequestPath() {}

  /** As it was sent: neither decoded nor normalised. */
  public static String asSent(HttpServletRequest request) {
    String uri = request.getRequestURI();
    return uri.substring(Math.min(uri.length(), request.getContextPath().length()));
  }

  /** As the server maps it to servlets: decoded and normalised. */
  public static String asMapped(HttpServletRequest request) {
    String info = request.getPathInfo();
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }
}

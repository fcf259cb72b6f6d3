package io.github.dfserver.node.transfer;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where a connection leads; one to the same serves the next exchange. The host's name counts: one
 * address may serve many, and TLS proves a name.
 *
 * @param address of the host, looked up
 * @param host its name, or its address without brackets
 * @param tls whether TLS is spoken there
 */
record Target(InetSocketAddress address, String host, boolean tls) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Looks the host up, which may block. */
  static Target of(URI uri) {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
    String host = uri.getHost();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new Target(
        new InetSocketAddress(host, port),
        bracketed ? host.substring(1, host.length() - 1) : host,
        tls);
  }
}

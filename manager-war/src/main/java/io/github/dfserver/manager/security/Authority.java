package io.github.dfserver.manager.security;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as {@code Host} has them (RFC 9110, section 7.2).
 *
 * @param host a name or an address in lower case, IPv6 in brackets
 * @param port 1 to 65535
 */
record Authority(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,255})(?::(\\d{1,5}))?");
  private static final Pattern LOOPBACK_IPV4 =
      Pattern.compile("127(\\.(25[0-5]|(2[0-4]|1\\d|[1-9])?\\d)){3}");

  /** Reads one; empty when the text is none. */
  static Optional<Authority> parse(String text, int defaultPort) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = matcher.group(2) == null ? defaultPort : Integer.parseInt(matcher.group(2));
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new Authority(matcher.group(1).toLowerCase(Locale.ROOT), port));
  }

  /** Whether the host is this machine by its very form: no name server was asked. */
  boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("[::1]")
        || LOOPBACK_IPV4.matcher(host).matches();
  }

  /** Whether it is the same host and port; all ways to spell this machine are one host. */
  boolean isSameServer(Authority other) {
    return port == other.port && (host.equals(other.host) || (isLoopback() && other.isLoopback()));
  }
}

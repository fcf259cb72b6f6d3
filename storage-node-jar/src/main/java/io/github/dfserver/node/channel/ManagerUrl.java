package io.github.dfserver.node.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A manager's base URL, under any context root.
 *
 * @param base {@code http://host[:port]/[path/]}, or https
 */
public record ManagerUrl(URI base) {
  /**
   * Reads what an operator wrote.
   *
   * @throws IllegalArgumentException with a sentence, when it cannot be a manager's base URL
   */
  public static ManagerUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text.endsWith("/") ? text : text + "/");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is not a URL", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a manager's base URL such as http://127.0.0.1:8000/ or"
              + " https://files.example/");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "'" + text + "' must have neither a user nor a query nor a fragment");
    }
    String rest = uri.toString().substring(scheme.length());
    return new ManagerUrl(URI.create(scheme + rest).normalize());
  }

  /** Whether TLS is spoken there. */
  public boolean isSecure() {
    return "https".equalsIgnoreCase(base.getScheme());
  }

  /** Whether it can be told from the URL that the manager is on this machine. */
  public boolean isLoopback() {
    String host = base.getHost();
    return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Where the node channel is. */
  URI channel() {
    // ws for http, wss for https
    return URI.create("ws" + base.resolve("node-channel").toString().substring("http".length()));
  }

  /** Where a transfer is. */
  URI transfer(String token) {
    return base.resolve("transfer/" + token);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}

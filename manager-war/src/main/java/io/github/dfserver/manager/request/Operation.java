package io.github.dfserver.manager.request;

import java.util.Locale;

/**
 * What a request asks for, told by its method and path alone. However many paths there are, there
 * are no more operations than these.
 */
public enum Operation {
  UPLOAD,
  DOWNLOAD,
  STAT,
  DELETE,
  LIST,
  NODE,
  DRAIN,
  SCRUB,
  BALANCE,
  CATALOGUE,
  LINK,
  EVENTS,
  HISTORY,
  SESSION,
  CONSOLE,
  HEALTH,
  METRICS,
  OPENAPI,
  TRANSFER,
  RELAY,
  CHANNEL,
  OTHER;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** How metrics and logs spell it. */
  public String label() {
    return label;
  }

  /**
   * The operation of a request.
   *
   * @param path below the context root, as it was sent
   */
  public static Operation of(String method, String path) {
    int end = path.indexOf('/', 1);
    String first = end < 0 ? path : path.substring(0, end);
    return switch (first) {
      case "/file" -> end < 0 ? ofCollection(method) : ofFile(method);
      case "/node" -> ofNode(path);
      case "/balance" -> BALANCE;
      case "/catalogue" -> CATALOGUE;
      case "/link" -> LINK;
      case "/events" -> EVENTS;
      case "/history" -> HISTORY;
      case "/session" -> SESSION;
      case "/console" -> CONSOLE;
      case "/health" -> HEALTH;
      case "/metrics" -> METRICS;
      case "/openapi" -> OPENAPI;
      case "/transfer" -> TRANSFER;
      case "/relay" -> RELAY;
      case "/node-channel" -> CHANNEL;
      default -> path.equals("/") ? CONSOLE : OTHER;
    };
  }

  /** Whether clients ask for it; otherwise nodes, other managers or who watches the manager do. */
  public boolean isOfClients() {
    return switch (this) {
      case TRANSFER, RELAY, CHANNEL, HEALTH -> false;
      default -> true;
    };
  }

  private static Operation ofCollection(String method) {
    return switch (method) {
      case "POST" -> UPLOAD;
      case "GET", "HEAD" -> LIST;
      default -> OTHER;
    };
  }

  private static Operation ofFile(String method) {
    return switch (method) {
      case "PUT" -> UPLOAD;
      case "GET" -> DOWNLOAD;
      case "HEAD" -> STAT;
      case "DELETE" -> DELETE;
      default -> OTHER;
    };
  }

  private static Operation ofNode(String path) {
    if (path.endsWith("/drain")) {
      return DRAIN;
    }
    return path.endsWith("/scrub") ? SCRUB : NODE;
  }
}

package io.github.dfserver.manager.security;

import java.util.Optional;

/**
 * What a request needs of its caller, told by its method and path alone. What is not listed here
 * needs an administrator, or to only read, a reader: a path that somebody adds is locked until it
 * is opened here.
 */
enum Access {
  /** Nothing: whether the manager lives and is ready is all that strangers learn. */
  PUBLIC(null),
  /** Nothing either; but credentials that are shown have to be good. */
  ANYBODY(null),
  READER(Role.READER),
  WRITER(Role.WRITER),
  ADMIN(Role.ADMIN),
  /** To be a storage node. */
  NODE(null),
  /** To be another manager, which the resource finds out itself, by the cluster's secret. */
  MANAGER(null);

  private final Optional<Role> role;

  Access(Role role) {
    this.role = Optional.ofNullable(role);
  }

  /**
   * What a request needs.
   *
   * @param path below the context root
   */
  static Access of(String method, String path) {
    int end = path.indexOf('/', 1);
    String first = end < 0 ? path : path.substring(0, end);
    boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    return switch (first) {
      case "/health" -> isProbe(path) && reads ? PUBLIC : reads ? READER : ADMIN;
      case "/console" -> reads ? ANYBODY : ADMIN;
      case "/session" -> isSession(method, path, reads) ? ANYBODY : reads ? READER : ADMIN;
      case "/node-channel", "/transfer" -> NODE;
      case "/relay" -> MANAGER;
      case "/file" -> reads ? READER : WRITER;
      case "/link" -> reads || method.equals("POST") ? READER : ADMIN;
      default -> path.equals("/") && reads ? ANYBODY : reads ? READER : ADMIN;
    };
  }

  private static boolean isSession(String method, String path, boolean reads) {
    return path.equals("/session")
        ? reads
        : path.equals("/session/oidc") && (reads || method.equals("POST"));
  }

  private static boolean isProbe(String path) {
    return path.equals("/health/live") || path.equals("/health/ready");
  }

  /** Whether a caller may. */
  boolean permits(Caller caller) {
    return switch (this) {
      case PUBLIC, ANYBODY, MANAGER -> true;
      case NODE -> !caller.nodes().isEmpty();
      case READER, WRITER, ADMIN -> role.filter(caller::may).isPresent();
    };
  }

  /** The role that is needed, if that is what is needed. */
  Optional<Role> role() {
    return role;
  }
}

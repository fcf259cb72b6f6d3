package io.github.dfserver.it.server;

import java.util.List;

/**
 * A user of the identity store that every server has by itself.
 *
 * @param group the only group: {@code reader}, {@code writer} or {@code admin}, or one that gives
 *     no role
 */
public record ServerUser(String name, String password, String group) {
  /** Those that every server knows on which {@code dfs.basic-authentication} is on. */
  public static final List<ServerUser> ALL =
      List.of(
          new ServerUser("rita", "reads-1-file", "reader"),
          new ServerUser("walter", "writes-1-file", "writer"),
          new ServerUser("ada", "administers-1", "admin"),
          new ServerUser("gus", "is-a-guest-1", "guest"));

  private static final String ON = "-Ddfs.basic-authentication=on";

  /** Whether a manager with these options of its JVM asks for users. */
  static boolean areNeeded(List<String> jvm) {
    return jvm.contains(ON);
  }

  /** The content of a password file of {@code asadmin create-file-user}. */
  String passwordFile() {
    return "AS_ADMIN_USERPASSWORD=" + password + "\n";
  }
}

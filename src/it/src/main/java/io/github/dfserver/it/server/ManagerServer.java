package io.github.dfserver.it.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A kind of server that managers run on. Each manager has a server of its own, as one Java process
 * that can be killed. Thread-safe.
 */
public interface ManagerServer {
  /** Names the server that whole-system tests run on: one of {@link #of}'s names. */
  String PROPERTY = "dfs.it.server";

  /**
   * What follows {@code java} to start a manager.
   *
   * @param directory the server's own, made by this call where it is not there; kept over restarts
   * @param port of HTTP on the loopback address
   * @param jvm options of the JVM, system properties included
   * @throws IOException when the directory cannot be laid out
   */
  List<String> arguments(Path directory, int port, List<String> jvm) throws IOException;

  /** Where the manager is on the server; begins and ends with a slash. */
  default String contextRoot() {
    return "/";
  }

  /** The server that {@link #PROPERTY} names; Payara Micro where it is not set. */
  static ManagerServer configured() {
    return of(System.getProperty(PROPERTY, "payara-micro"));
  }

  /**
   * The configured one, which also speaks TLS, and asks clients for certificates of the authority.
   *
   * @param certificates has the manager's
   * @param port of TLS on the loopback address
   */
  static ManagerServer withTls(Certificates certificates, int port) {
    return switch (System.getProperty(PROPERTY, "payara-micro")) {
      case "payara-micro" -> PayaraMicro.withTls(certificates, port);
      case "wildfly" -> WildFly.withTls(certificates, port);
      case "payara-server" -> PayaraServer.withTls(certificates, port);
      default -> throw new IllegalArgumentException("not tried with TLS");
    };
  }

  /**
   * The WAR on a Payara Micro, below a context root of its own.
   *
   * @param contextRoot begins and ends with a slash
   */
  static ManagerServer below(String contextRoot) {
    return new OwnPayaraMicro(contextRoot);
  }

  /**
   * A server by name.
   *
   * @param name {@code payara-micro}, {@code wildfly}, {@code wildfly-ear} or {@code payara-server}
   * @throws IllegalArgumentException when there is none of this name
   * @throws IllegalStateException when what it needs is not built
   */
  static ManagerServer of(String name) {
    return switch (name) {
      case "payara-micro" -> new PayaraMicro();
      case "payara-micro-war" -> new OwnPayaraMicro("/");
      case "wildfly" -> WildFly.WAR;
      case "wildfly-ear" -> WildFly.EAR;
      case "payara-server" -> PayaraServer.EAR;
      default -> throw new IllegalArgumentException("there is no server named " + name);
    };
  }
}

package io.github.dfserver.it.server;

import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WildFly, set up by the scripts of {@code server-config/wildfly}. That is done once for a process
 * of tests; each manager's server begins with a copy.
 */
final class WildFly implements ManagerServer {
  private static final String WAR_DEPLOYED =
      "deploy \"%s\" --name=manager.war --runtime-name=ROOT.war";
  private static final String WAR_PROPERTY = "dfs.manager.war";
  private static final String WAR_PLACE = "manager-war/target/manager.war";

  static final ManagerServer WAR =
      new WildFly(List.of("dfs.cli"), WAR_DEPLOYED, WAR_PROPERTY, WAR_PLACE);

  /** The EAR, with logs in JSON. */
  static final ManagerServer EAR =
      new WildFly(
          List.of("dfs.cli", "json-logs.cli"),
          "deploy \"%s\"",
          "dfs.manager.ear",
          "ear/target/manager.ear");

  /** What the key stores of tests are opened with; {@code tls.cli} reads it. */
  private static final String PASSWORD = "DFS_KEY_STORE_PASSWORD";

  private final List<String> scripts;
  private final String deploy;
  private final String property;
  private final String place;
  private final Optional<Certificates> certificates;
  private final int tlsPort;
  private Optional<Path> prepared = Optional.empty();

  private WildFly(List<String> scripts, String deploy, String property, String place) {
    this(scripts, deploy, property, place, Optional.empty(), 0);
  }

  private WildFly(
      List<String> scripts,
      String deploy,
      String property,
      String place,
      Optional<Certificates> certificates,
      int tlsPort) {
    this.scripts = scripts;
    this.deploy = deploy;
    this.property = property;
    this.place = place;
    this.certificates = certificates;
    this.tlsPort = tlsPort;
  }

  /** The WAR, with TLS on this port. */
  static ManagerServer withTls(Certificates certificates, int port) {
    return new WildFly(
        List.of("dfs.cli", "tls.cli"),
        WAR_DEPLOYED,
        WAR_PROPERTY,
        WAR_PLACE,
        Optional.of(certificates),
        port);
  }

  @Override
  public List<String> arguments(Path directory, int port, List<String> jvm) throws IOException {
    if (!Files.exists(directory)) {
      ServerFiles.copy(prepared(), directory);
    }
    Path home = home();
    List<String> arguments = new ArrayList<>(jvm);
    certificates.ifPresent(
        made -> {
          arguments.add("-Ddfs.tls.client-ca=" + made.file("ca.pem"));
          arguments.add("-Denv." + PASSWORD + "=changeit");
        });
    arguments.addAll(Opened.options(OPENED, EXPORTED));
    arguments.addAll(
        List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dorg.jboss.boot.log.file=" + directory.resolve("log").resolve("server.log"),
            "-Dlogging.configuration="
                + directory.resolve("configuration").resolve("logging.properties").toUri(),
            "-Djboss.home.dir=" + home,
            "-Djboss.server.base.dir=" + directory,
            "-Djboss.http.port=" + port,
            // any free port where TLS is not used; HTTP's own neighbours may be taken
            "-Djboss.https.port=" + (tlsPort == 0 ? Ports.free() : tlsPort),
            "-Djboss.management.http.port=" + Ports.free(),
            "-jar",
            home.resolve("jboss-modules.jar").toString(),
            "-mp",
            home.resolve("modules").toString(),
            "org.jboss.as.standalone",
            "-b",
            "127.0.0.1",
            "-bmanagement",
            "127.0.0.1"));
    return arguments;
  }

  private static Path home() {
    return Checkout.find("dfs.wildfly.home", "src/it/target/wildfly");
  }

  private synchronized Path prepared() throws IOException {
    if (prepared.isEmpty()) {
      Path home = home();
      Path base = Files.createTempDirectory(home.getParent(), "wildfly-base-");
      ServerFiles.removeAtExit(base);
      ServerFiles.copy(
          home.resolve("standalone").resolve("configuration"), base.resolve("configuration"));
      if (certificates.isPresent()) {
        Path stores = base.resolve("configuration");
        Files.copy(certificates.get().keyStore("manager"), stores.resolve("dfs.p12"));
        Files.copy(certificates.get().trustStore(), stores.resolve("dfs-clients.p12"));
      }
      Path script = base.resolve("prepare.cli");
      Files.write(script, commands());
      ServerFiles.run(
          base,
          Map.of("JBOSS_HOME", home.toString(), PASSWORD, "changeit"),
          List.of(
              "-Djboss.server.base.dir=" + base,
              "-jar",
              home.resolve("jboss-modules.jar").toString(),
              "-mp",
              home.resolve("modules").toString(),
              "org.jboss.as.cli",
              "--file=" + script));
      prepared = Optional.of(base);
    }
    return prepared.get();
  }

  private List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    commands.add("embed-server --server-config=standalone.xml");
    for (String script : scripts) {
      Path file = Checkout.find("server-config/wildfly/" + script);
      commands.addAll(Files.readAllLines(file));
    }
    commands.add(deploy.formatted(Checkout.find(property, place)));
    commands.add("stop-embedded-server");
    return commands;
  }

  /** What WildFly's own scripts open to it. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.security",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.management/javax.management",
          "java.naming/javax.naming");

  private static final List<String> EXPORTED =
      List.of(
          "java.desktop/sun.awt",
          "java.naming/com.sun.jndi.ldap",
          "java.naming/com.sun.jndi.url.ldap",
          "java.naming/com.sun.jndi.url.ldaps",
          "jdk.naming.dns/com.sun.jndi.dns");

  @Override
  public String toString() {
    return "WildFly";
  }
}

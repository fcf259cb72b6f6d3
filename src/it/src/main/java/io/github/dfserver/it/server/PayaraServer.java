package io.github.dfserver.it.server;

import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * Payara Server with the EAR, set up by {@code server-config/payara-server/dfs.asadmin}. That is
 * done once for a process of tests; each manager's server begins with a copy of that domain.
 */
final class PayaraServer implements ManagerServer {
  static final ManagerServer EAR = new PayaraServer();

  private static final Duration STARTUP = Duration.ofMinutes(4);

  /** The ports of the domain as it is shipped; HTTP's and the administration's come first. */
  private static final List<Integer> SHIPPED = List.of(8080, 4848, 8181, 3700, 3820, 3920, 8686);

  private static final int SHIPPED_TLS = 8181;

  private final Optional<Certificates> certificates;
  private final int tlsPort;
  private Optional<Path> prepared = Optional.empty();

  private PayaraServer() {
    this(Optional.empty(), 0);
  }

  private PayaraServer(Optional<Certificates> certificates, int tlsPort) {
    this.certificates = certificates;
    this.tlsPort = tlsPort;
  }

  /** With TLS on this port. */
  static ManagerServer withTls(Certificates certificates, int port) {
    return new PayaraServer(Optional.of(certificates), port);
  }

  @Override
  public List<String> arguments(Path directory, int port, List<String> jvm) throws IOException {
    if (!Files.exists(directory)) {
      ServerFiles.copy(prepared(), directory);
      List<Integer> ports = ports(port);
      if (tlsPort != 0) {
        ports.set(SHIPPED.indexOf(SHIPPED_TLS), tlsPort);
      }
      configuration(directory, SHIPPED, ports);
    }
    List<String> options = new ArrayList<>(jvm);
    certificates.ifPresent(made -> options.add("-Ddfs.tls.client-ca=" + made.file("ca.pem")));
    return java(directory, options);
  }

  private static List<Integer> ports(int http) throws IOException {
    List<Integer> ports = new ArrayList<>(List.of(http));
    while (ports.size() < SHIPPED.size()) {
      int free = Ports.free();
      if (!ports.contains(free)) {
        ports.add(free);
      }
    }
    return ports;
  }

  /** Replaces the ports that stand in a domain's configuration. */
  private static void configuration(Path domain, List<Integer> from, List<Integer> to)
      throws IOException {
    Path file = domain.resolve("config").resolve("domain.xml");
    String text = Files.readString(file, StandardCharsets.UTF_8);
    for (int i = 0; i < from.size(); i++) {
      text = text.replace("port=\"" + from.get(i) + "\"", "port=\"" + to.get(i) + "\"");
    }
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static Path home() {
    return Checkout.find("dfs.payara.home", "src/it/target/payara6").resolve("glassfish");
  }

  private synchronized Path prepared() throws IOException {
    if (prepared.isEmpty()) {
      Path home = home();
      Path domain = Files.createTempDirectory(home.getParent().getParent(), "payara-domain-");
      ServerFiles.removeAtExit(domain);
      ServerFiles.copy(home.resolve("domains").resolve("domain1"), domain);
      List<Integer> ports = ports(Ports.free());
      configuration(domain, SHIPPED, ports);
      ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
      Path data = domain.resolve("dfs-data");
      try (ChildProcess server =
          ChildProcess.java(
              "payara-server",
              domain,
              java(domain, List.of("-Ddfs.data-dir=" + data)),
              output::add)) {
        Await.until(
            "the administration of Payara Server",
            STARTUP,
            () -> {
              if (!server.isAlive()) {
                throw new IllegalStateException(String.join("\n", output));
              }
              return Ports.isListening(ports.get(1));
            });
        Path script = Checkout.find("server-config/payara-server/dfs.asadmin");
        administer(domain, ports.get(1), "multimode", "--file", script.toString());
        if (certificates.isPresent()) {
          Path tls = Checkout.find("server-config/payara-server/tls.asadmin");
          administer(domain, ports.get(1), "multimode", "--file", tls.toString());
          certificates.get().importManager(domain.resolve("config").resolve("keystore.p12"));
          certificates.get().importAuthority(domain.resolve("config").resolve("cacerts.p12"));
        }
        Path ear = Checkout.find("dfs.manager.ear", "ear/target/manager.ear");
        administer(domain, ports.get(1), "deploy", "--name", "dfserver", ear.toString());
      } catch (TimeoutException e) {
        throw new IOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      Directories.remove(data);
      configuration(domain, ports, SHIPPED);
      prepared = Optional.of(domain);
    }
    return prepared.get();
  }

  private static void administer(Path directory, int port, String... command) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("-jar");
    arguments.add(home().resolve("lib/client/appserver-cli.jar").toString());
    arguments.addAll(List.of("--user", "admin", "--port", Integer.toString(port)));
    arguments.addAll(List.of(command));
    ServerFiles.run(directory, Map.of(), arguments);
  }

  /** As {@code asadmin start-domain --dry-run} has it. */
  private static List<String> java(Path domain, List<String> jvm) {
    Path home = home();
    Path config = domain.resolve("config");
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(Opened.options(OPENED, EXPORTED));
    arguments.addAll(
        List.of(
            "-cp",
            home.resolve("modules/glassfish.jar").toString(),
            "-Xbootclasspath/a:" + home.resolve("lib/grizzly-npn-api.jar"),
            "-Djavax.net.ssl.trustStore=" + config.resolve("cacerts.p12"),
            "-Djavax.net.ssl.keyStore=" + config.resolve("keystore.p12"),
            "-Djava.security.policy=" + config.resolve("server.policy"),
            "-Djava.security.auth.login.config=" + config.resolve("login.conf"),
            "-Dcom.sun.enterprise.config.config_environment_factory_class="
                + "com.sun.enterprise.config.serverbeans.AppserverConfigEnvironmentFactory",
            "-Dorg.glassfish.grizzly.DEFAULT_MEMORY_MANAGER="
                + "org.glassfish.grizzly.memory.HeapMemoryManager",
            "-Dcom.sun.aas.installRoot=" + home,
            "-Dcom.sun.aas.instanceRoot=" + domain,
            "-DANTLR_USE_DIRECT_CLASS_LOADING=true",
            "-Djava.awt.headless=true",
            "-Djdk.attach.allowAttachSelf=true",
            "com.sun.enterprise.glassfish.bootstrap.ASMain",
            "-upgrade",
            "false",
            "-domainname",
            "domain1",
            "-domaindir",
            domain.toString(),
            "-instancename",
            "server",
            "-type",
            "DAS",
            "-verbose",
            "true"));
    return arguments;
  }

  private static final List<String> OPENED =
      List.of(
          "java.base/java.net",
          "java.base/sun.net.www.protocol.jrt",
          "java.base/java.lang.invoke",
          "java.management/javax.management",
          "java.desktop/java.beans",
          "java.management/sun.management",
          "java.naming/javax.naming.spi",
          "jdk.management/com.sun.management.internal",
          "java.base/java.io",
          "java.base/java.nio",
          "java.rmi/sun.rmi.transport",
          "java.base/java.lang",
          "java.logging/java.util.logging",
          "java.base/sun.net.www.protocol.jar",
          "java.base/jdk.internal.loader",
          "java.base/java.util",
          "java.base/sun.nio.ch",
          "java.management/javax.management.openmbean");

  private static final List<String> EXPORTED =
      List.of(
          "java.base/sun.net.www",
          "java.base/jdk.internal.ref",
          "jdk.naming.dns/com.sun.jndi.dns",
          "java.naming/com.sun.jndi.ldap",
          "java.base/sun.security.util");

  @Override
  public String toString() {
    return "Payara Server";
  }
}

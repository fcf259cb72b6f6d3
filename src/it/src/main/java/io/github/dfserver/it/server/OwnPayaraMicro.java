package io.github.dfserver.it.server;

import io.github.dfserver.it.process.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Payara Micro of an operator's own with the WAR, set up by {@code server-config/payara-micro}.
 */
final class OwnPayaraMicro implements ManagerServer {
  private static final String CONFIGURATION = "server-config/payara-micro/";

  private final Path server = Checkout.find("manager-war/target/packaging/payara-micro.jar");
  private final Path war = Checkout.find("dfs.manager.war", "manager-war/target/manager.war");
  private final String contextRoot;

  OwnPayaraMicro(String contextRoot) {
    this.contextRoot = contextRoot;
  }

  @Override
  public List<String> arguments(Path directory, int port, List<String> jvm) {
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(
        List.of(
            "-Ddfs.http.address=127.0.0.1",
            "-jar",
            server.toString(),
            "--port",
            Integer.toString(port),
            "--nohazelcast",
            "--disablephonehome",
            "--logproperties",
            configuration("logging.properties"),
            "--prebootcommandfile",
            configuration("preboot.txt"),
            "--postbootcommandfile",
            configuration("postboot.txt"),
            "--deploy",
            war + ":" + contextRoot.replaceFirst("(?<=.)/$", "")));
    return arguments;
  }

  @Override
  public String contextRoot() {
    return contextRoot;
  }

  private static String configuration(String file) {
    return Checkout.find(CONFIGURATION + file).toString();
  }

  @Override
  public String toString() {
    return "Payara Micro with the WAR";
  }
}

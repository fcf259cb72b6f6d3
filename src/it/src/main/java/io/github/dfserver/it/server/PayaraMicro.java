package io.github.dfserver.it.server;

import io.github.dfserver.it.process.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** manager.jar: Payara Micro with the WAR inside. */
final class PayaraMicro implements ManagerServer {
  private final Path jar = Checkout.find("dfs.manager.jar", "manager-war/target/manager.jar");

  /** With TLS beside HTTP. */
  static ManagerServer withTls(Certificates certificates, int port) {
    PayaraMicro server = new PayaraMicro();
    return (directory, http, jvm) -> {
      List<String> arguments = new ArrayList<>(server.arguments(directory, http, jvm));
      arguments.addAll(List.of("--tls-port", Integer.toString(port)));
      arguments.addAll(List.of("--tls-certificate", certificates.file("manager.pem").toString()));
      arguments.addAll(List.of("--tls-key", certificates.file("manager.key").toString()));
      arguments.addAll(List.of("--tls-client-ca", certificates.file("ca.pem").toString()));
      return arguments;
    };
  }

  @Override
  public List<String> arguments(Path directory, int port, List<String> jvm) {
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(List.of("-jar", jar.toString(), "--port", Integer.toString(port)));
    return arguments;
  }

  @Override
  public String toString() {
    return "Payara Micro";
  }
}

package io.github.dfserver.it.server;

import io.github.dfserver.it.process.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** manager.jar: Payara Micro with the WAR inside. */
final class PayaraMicro implements ManagerServer {
  private final Path jar = Checkout.find("dfs.manager.jar", "manager-war/target/manager.jar");

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

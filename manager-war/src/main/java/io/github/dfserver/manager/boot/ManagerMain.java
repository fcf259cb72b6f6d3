package io.github.dfserver.manager.boot;

import io.github.dfserver.logging.LogFormat;
import io.github.dfserver.tls.TlsException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the manager on the Payara Micro that its jar contains: on the loopback address unless told
 * otherwise, refusing a port in use in words, and working in a temporary directory that the next
 * start removes when this process was killed.
 */
public final class ManagerMain {
  /** Reads the address of the HTTP listener in the jar's boot commands. */
  private static final String ADDRESS_PROPERTY = "dfs.http.address";

  private static final String URL_PROPERTY = "dfs.url";

  private static final String SERVER = "fish.payara.micro.PayaraMicro";

  private ManagerMain() {}

  /**
   * Runs until the process is told to stop.
   *
   * @param args see {@link ManagerOptions}; what it does not know goes to Payara Micro as it is
   */
  public static void main(String[] args)
      throws ReflectiveOperationException, IOException, InterruptedException {
    if (TokenCommand.isMeant(args)) {
      System.exit(
          new TokenCommand(key -> Setting.of(key).orElse(null), System.out, System.err).run(args));
    }
    ManagerOptions options;
    StopDelay stopDelay;
    try {
      options = ManagerOptions.parse(args);
      stopDelay = StopDelay.configured();
    } catch (IllegalArgumentException e) {
      System.err.println("manager: " + e.getMessage() + " (--help tells the options)");
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.print(ManagerOptions.HELP);
      return;
    }
    if (options.version()) {
      System.out.println("manager " + versionOfJar());
      return;
    }
    try {
      LogFormat.configured(); // which the server's log does not say in words
    } catch (IllegalArgumentException e) {
      System.err.println("manager: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (options.plain() && options.fixedPort() && !free(options, "--port", options.port())) {
      System.exit(1);
    }
    if (options.tls().isOn()) {
      useTls(options);
    }
    System.setProperty(ADDRESS_PROPERTY, options.address());
    tellUrl(options);
    startServer(options, WorkDirectory.claim());
    stopDelay.install();
    System.out.println("manager: listening on " + String.join(" and ", options.urls()));
  }

  private static void useTls(ManagerOptions options) {
    if (!free(options, "--tls-port", options.tls().port())) {
      System.exit(1);
    }
    try {
      ServerTls.prepare(options.tls());
    } catch (TlsException e) {
      System.err.println("manager: " + e.getMessage());
      System.exit(1);
    }
    // The application checks the certificates of nodes once more.
    options
        .tls()
        .clientCa()
        .ifPresent(ca -> System.setProperty(TlsOptions.CLIENT_CA, ca.toString()));
  }

  private static void startServer(ManagerOptions options, Path directory)
      throws ReflectiveOperationException, IOException {
    Class<?> server = Class.forName(SERVER);
    List<String> arguments = new ArrayList<>(options.serverArguments());
    if (options.tls().isOn()) {
      arguments.add("--prebootcommandfile");
      arguments.add(ServerTls.bootCommands(directory, options).toString());
    }
    try {
      server
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      System.err.println("manager: the server did not start: " + e.getCause());
      System.exit(1);
    }
    // The server stays up without its application, which says itself how its start went.
    if (!Boolean.getBoolean("dfs.start.done")) {
      System.err.println(
          "manager: "
              + System.getProperty(
                  "dfs.start.failure", "the application did not start; the reason stands above"));
      System.exit(1);
    }
  }

  /** Where it listens on one address only, that is the manager's own URL, unless one is set. */
  private static void tellUrl(ManagerOptions options) {
    if (options.url().isPresent() && Setting.of(URL_PROPERTY).isEmpty()) {
      System.setProperty(URL_PROPERTY, options.url().get());
    }
  }

  private static String versionOfJar() throws IOException {
    try (InputStream text = ManagerMain.class.getResourceAsStream("version.txt")) {
      return text == null
          ? "(not built as a jar)"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static boolean free(ManagerOptions options, String option, int port) {
    String address = options.address();
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      System.err.printf(
          "manager: cannot listen on port %d of %s: %s (%s and --address choose others)%n",
          port, address, e.getMessage(), option);
      return false;
    }
  }
}

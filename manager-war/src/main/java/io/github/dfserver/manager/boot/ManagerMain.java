package io.github.dfserver.manager.boot;

import io.github.dfserver.logging.LogFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/**
 * Starts the manager on the Payara Micro that its jar contains: on the loopback address unless told
 * otherwise, refusing a port in use in words, and working in a temporary directory that the next
 * start removes when this process was killed.
 */
public final class ManagerMain {
  /** Reads the address of the HTTP listener in the jar's boot commands. */
  private static final String ADDRESS_PROPERTY = "dfs.http.address";

  /** The setting {@code dfs.url}, and how the environment spells it. */
  private static final String URL_PROPERTY = "dfs.url";

  private static final String URL_VARIABLE = "DFS_URL";

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
      System.exit(new TokenCommand(TokenCommand::setting, System.out, System.err).run(args));
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
    if (options.fixedPort() && !free(options.address(), options.port())) {
      System.exit(1);
    }
    System.setProperty(ADDRESS_PROPERTY, options.address());
    tellUrl(options);
    WorkDirectory.claim();
    startServer(options);
    stopDelay.install();
    System.out.printf("manager: listening on http://%s:%d/%n", options.host(), options.port());
  }

  private static void startServer(ManagerOptions options) throws ReflectiveOperationException {
    Class<?> server = Class.forName(SERVER);
    try {
      server.getMethod("main", String[].class).invoke(null, (Object) options.serverArguments());
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
    if (options.url().isPresent()
        && System.getProperty(URL_PROPERTY) == null
        && System.getenv(URL_VARIABLE) == null) {
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

  private static boolean free(String address, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      System.err.printf(
          "manager: cannot listen on port %d of %s: %s (--port and --address choose others)%n",
          port, address, e.getMessage());
      return false;
    }
  }
}

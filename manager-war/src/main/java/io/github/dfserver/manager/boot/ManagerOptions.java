package io.github.dfserver.manager.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The command line of the manager.
 *
 * @param address the address to listen on
 * @param port the port to listen on
 * @param fixedPort whether the port is this one and no other (false: the server looks for one)
 * @param help whether only the options are asked for
 * @param version whether only the version is asked for
 * @param rest what goes to Payara Micro as it is
 */
record ManagerOptions(
    String address, int port, boolean fixedPort, boolean help, boolean version, List<String> rest) {

  static final String HELP =
      """
      Usage: java [-Ddfs.KEY=VALUE ...] -jar manager.jar [--port PORT] [--address ADDRESS] [OPTION ...]
             java -jar manager.jar token add|list|revoke ...   (token --help tells more)

        --port PORT        listens on this port instead of 8000
        --address ADDRESS  listens on this address instead of 127.0.0.1; 0.0.0.0 is every address
        --help             prints this
        --version          prints the version
        OPTION             any option of Payara Micro, such as --maxhttpthreads 50 or --logtofile FILE

      The manager's own settings are the dfs.* keys of README.md, as -Ddfs.KEY=VALUE before -jar or as
      environment variables DFS_KEY. The server unpacks itself below java.io.tmpdir.
      """;

  private static final String DEFAULT_ADDRESS = "127.0.0.1";
  private static final int DEFAULT_PORT = 8000;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:-]+");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  ManagerOptions {
    rest = List.copyOf(rest);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence when a value is missing or no port
   */
  static ManagerOptions parse(String... args) {
    String address = DEFAULT_ADDRESS;
    int port = DEFAULT_PORT;
    boolean fixedPort = true;
    boolean help = false;
    boolean version = false;
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i].toLowerCase(Locale.ROOT)) {
        case "--address" -> address = value(args, i++);
        case "--port" -> port = port(value(args, i++));
        case "--help", "-h" -> help = true;
        case "--version", "-v" -> version = true;
        case "--autobindhttp" -> {
          fixedPort = false;
          rest.add(args[i]);
        }
        default -> rest.add(args[i]);
      }
    }
    return new ManagerOptions(address, port, fixedPort, help, version, rest);
  }

  /** What Payara Micro is started with. */
  String[] serverArguments() {
    List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
    arguments.addAll(rest);
    return arguments.toArray(String[]::new);
  }

  /** The address as URLs spell it. */
  String host() {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Where it can be reached and nowhere else; empty where it listens on every address. */
  Optional<String> url() {
    boolean unclear = WILDCARDS.contains(address) || !fixedPort || rest.contains("--contextroot");
    return unclear || !PLAIN.matcher(address).matches()
        ? Optional.empty()
        : Optional.of("http://" + host() + ":" + port + "/");
  }

  private static String value(String[] args, int option) {
    if (option + 1 == args.length) {
      throw new IllegalArgumentException(args[option] + " lacks its value");
    }
    return args[option + 1];
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a port", e);
    }
    throw new IllegalArgumentException("'" + text + "' is not a port");
  }
}

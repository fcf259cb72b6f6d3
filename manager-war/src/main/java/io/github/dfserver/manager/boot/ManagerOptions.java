package io.github.dfserver.manager.boot;

import java.nio.file.Path;
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
 * @param plain whether it listens without TLS
 * @param port the port to listen on without TLS
 * @param fixedPort whether the port is this one and no other (false: the server looks for one)
 * @param tls what it does with TLS
 * @param help whether only the options are asked for
 * @param version whether only the version is asked for
 * @param rest what goes to Payara Micro as it is
 */
record ManagerOptions(
    String address,
    boolean plain,
    int port,
    boolean fixedPort,
    TlsOptions tls,
    boolean help,
    boolean version,
    List<String> rest) {

  static final String HELP =
      """
      Usage: java [-Ddfs.KEY=VALUE ...] -jar manager.jar [--port PORT] [--address ADDRESS] [OPTION ...]
             java -jar manager.jar token add|list|revoke ...   (token --help tells more)

        --port PORT        listens on this port instead of 8000
        --address ADDRESS  listens on this address instead of 127.0.0.1; 0.0.0.0 is every address
        --tls-certificate FILE, --tls-key FILE
                           speaks TLS, with this certificate (PEM, followed by those between it and its
                           root) and its key (PEM, PKCS #8, RSA or EC). Without TLS it then listens only
                           if --port is given, and not "off"
        --tls-port PORT    listens with TLS on this port instead of 8443
        --tls-client-ca FILE
                           lets nodes in that show a certificate signed by this CA (PEM)
        --help             prints this
        --version          prints the version
        OPTION             any option of Payara Micro, such as --maxhttpthreads 50 or --logtofile FILE

      The manager's own settings are the dfs.* keys of README.md, as -Ddfs.KEY=VALUE before -jar or as
      environment variables DFS_KEY. The server unpacks itself below java.io.tmpdir.
      """;

  private static final String DEFAULT_ADDRESS = "127.0.0.1";
  private static final int DEFAULT_PORT = 8000;

  /** For scripts that always give a port. */
  private static final String OFF = "off";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.:-]+");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  ManagerOptions {
    rest = List.copyOf(rest);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with a sentence when a value is missing or no port, or an
   *     option would not do what it says
   */
  static ManagerOptions parse(String... args) {
    String address = DEFAULT_ADDRESS;
    Optional<String> port = Optional.empty();
    int tlsPort = TlsOptions.PORT;
    Optional<Path> certificate = TlsOptions.setting(TlsOptions.CERTIFICATE);
    Optional<Path> key = TlsOptions.setting(TlsOptions.KEY);
    Optional<Path> clientCa = TlsOptions.setting(TlsOptions.CLIENT_CA);
    boolean fixedPort = true;
    boolean help = false;
    boolean version = false;
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i].toLowerCase(Locale.ROOT)) {
        case "--address" -> address = value(args, i++);
        case "--port" -> port = Optional.of(value(args, i++));
        case "--tls-port" -> tlsPort = port(value(args, i++));
        case "--tls-certificate" -> certificate = file(args, i++);
        case "--tls-key" -> key = file(args, i++);
        case "--tls-client-ca" -> clientCa = file(args, i++);
        case "--help", "-h" -> help = true;
        case "--version", "-v" -> version = true;
        case "--contextroot" ->
            throw new IllegalArgumentException(
                "--contextroot has no effect on this jar, which is at / always; deploy manager.war"
                    + " to a Payara Micro of your own for another");
        case "--autobindhttp" -> {
          fixedPort = false;
          rest.add(args[i]);
        }
        default -> rest.add(args[i]);
      }
    }
    TlsOptions tls = new TlsOptions(tlsPort, certificate, key, clientCa);
    boolean off = port.filter(OFF::equalsIgnoreCase).isPresent();
    if (off && !tls.isOn()) {
      throw new IllegalArgumentException("--port off needs TLS: give --tls-certificate, --tls-key");
    }
    boolean plain = !off && (port.isPresent() || !tls.isOn());
    int number = off ? DEFAULT_PORT : port.map(ManagerOptions::port).orElse(DEFAULT_PORT);
    return new ManagerOptions(address, plain, number, fixedPort, tls, help, version, rest);
  }

  /** What Payara Micro is started with. */
  List<String> serverArguments() {
    List<String> arguments = new ArrayList<>();
    if (plain) {
      arguments.addAll(List.of("--port", Integer.toString(port)));
    }
    if (tls.isOn()) {
      arguments.addAll(List.of("--sslport", Integer.toString(tls.port())));
    }
    arguments.addAll(rest);
    return arguments;
  }

  /** The address as URLs spell it. */
  String host() {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Where it listens, with TLS first. */
  List<String> urls() {
    List<String> urls = new ArrayList<>();
    if (tls.isOn()) {
      urls.add("https://" + host() + ":" + tls.port() + "/");
    }
    if (plain) {
      urls.add("http://" + host() + ":" + port + "/");
    }
    return urls;
  }

  /** Where it can be reached and nowhere else; empty where it listens on every address. */
  Optional<String> url() {
    boolean unclear = WILDCARDS.contains(address) || !fixedPort;
    return unclear || !PLAIN.matcher(address).matches()
        ? Optional.empty()
        : Optional.of(urls().get(0));
  }

  private static String value(String[] args, int option) {
    if (option + 1 == args.length) {
      throw new IllegalArgumentException(args[option] + " lacks its value");
    }
    return args[option + 1];
  }

  private static Optional<Path> file(String[] args, int option) {
    return Optional.of(TlsOptions.path(args[option], value(args, option)));
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

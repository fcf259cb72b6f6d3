package io.github.dfserver.manager.boot;

import io.github.dfserver.tls.Authorities;
import io.github.dfserver.tls.TlsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Sets the server's listeners up for TLS. */
final class ServerTls {
  private static final String NETWORK = "set configs.config.server-config.network-config.";
  private static final String SSL = NETWORK + "protocols.protocol.https-listener.ssl.";

  private ServerTls() {}

  /**
   * Reads certificates and keys, and gives them to the server that is started next. Reads them anew
   * when they are renewed.
   *
   * @param tls is on
   * @throws TlsException with a sentence when one of the files cannot be used
   */
  static void prepare(TlsOptions tls) throws TlsException {
    TlsProvider.offer(
        new RenewedIdentity(
            tls.certificate().orElseThrow(), tls.key().orElseThrow(), Clock.systemUTC()));
    if (tls.clientCa().isPresent()) {
      TlsProvider.offer(Authorities.read(tls.clientCa().get()).trustManager());
    }
  }

  /**
   * Writes the commands that the server is to run before it starts.
   *
   * @param directory of this process; the file is removed with it
   */
  static Path bootCommands(Path directory, ManagerOptions options) throws IOException {
    List<String> commands = new ArrayList<>();
    commands.add(SSL + "key-algorithm=" + TlsProvider.KEYS);
    if (options.tls().clientCa().isPresent()) {
      commands.add(SSL + "trust-algorithm=" + TlsProvider.TRUST);
      commands.add(SSL + "client-auth=want");
    }
    if (!options.plain()) {
      commands.add(NETWORK + "network-listeners.network-listener.http-listener.enabled=false");
    }
    Path file = Files.write(directory.resolve("tls-preboot.txt"), commands);
    file.toFile().deleteOnExit();
    return file;
  }
}

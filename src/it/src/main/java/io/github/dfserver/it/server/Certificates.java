package io.github.dfserver.it.server;

import io.github.dfserver.it.process.Checkout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority, a manager's certificate for the loopback address, and node 100's: made by the very
 * commands of {@code README.md}. Immutable.
 *
 * @param directory where they are
 */
public record Certificates(Path directory) {
  private static final Pattern COMMANDS =
      Pattern.compile("\\n## TLS\\n.*?```sh\\n(.*?)```", Pattern.DOTALL);
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Makes them; the directory is made where it is not there. */
  public static Certificates make(Path directory) throws IOException {
    Files.createDirectories(directory);
    Matcher commands = COMMANDS.matcher(Files.readString(Checkout.find("README.md")));
    if (!commands.find()) {
      throw new IllegalStateException("README.md does not tell how to make certificates");
    }
    Certificates made = new Certificates(directory.toAbsolutePath());
    made.run("bash", "-ec", commands.group(1));
    return made;
  }

  /** Runs a program in the directory. */
  public void run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(List.of(command) + "\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while making certificates", e);
    }
  }

  /** One of the files. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Trusts the authority alone, and shows nothing. */
  public SSLContext client() throws GeneralSecurityException, IOException {
    return context(Optional.empty());
  }

  /**
   * Trusts the authority alone, and shows a certificate.
   *
   * @param name of its files, without {@code .pem} and {@code .key}
   */
  public SSLContext client(String name) throws GeneralSecurityException, IOException {
    return context(Optional.of(name));
  }

  /** A key store with one of the certificates and its key, as {@code changeit} opens it. */
  Path keyStore(String name) throws IOException {
    String store = name + ".p12";
    run(
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        name + ".pem",
        "-inkey",
        name + ".key",
        "-name",
        "dfs",
        "-out",
        store,
        "-passout",
        "pass:" + new String(PASSWORD));
    return file(store);
  }

  /** A trust store with the authority. */
  Path trustStore() throws IOException {
    importAuthority(file("ca.p12"));
    return file("ca.p12");
  }

  /** Puts the authority into a store that {@code changeit} opens, unless it is there. */
  void importAuthority(Path store) throws IOException {
    if (Files.exists(store) && store.startsWith(directory)) {
      return;
    }
    keytool(
        List.of("-importcert", "-noprompt", "-alias", "dfs-clients", "-file", "ca.pem"),
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", "changeit"));
  }

  /** Puts the manager's certificate and key into a store that {@code changeit} opens. */
  void importManager(Path store) throws IOException {
    keytool(
        List.of("-importkeystore", "-srckeystore", keyStore("manager").toString()),
        List.of("-srcstoretype", "PKCS12", "-srcstorepass", "changeit", "-alias", "dfs"),
        List.of("-destkeystore", store.toString(), "-deststorepass", "changeit"));
  }

  @SafeVarargs
  private void keytool(List<String>... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (List<String> some : options) {
      command.addAll(some);
    }
    run(command.toArray(String[]::new));
  }

  private SSLContext context(Optional<String> shown) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file("ca.pem")))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyManager[] keys = {};
    if (shown.isPresent()) {
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(KeyStore.getInstance(keyStore(shown.get()).toFile(), PASSWORD), PASSWORD);
      keys = factory.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }
}

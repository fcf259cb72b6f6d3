package io.github.dfserver.manager.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority of a test's own, which the JDK's {@code keytool} makes. */
public final class TestAuthority {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path directory;
  private final Path store;
  private final Path certificate;
  private int issued;

  /** What was issued, as PEM files. */
  public record Issued(Path certificate, Path key, List<X509Certificate> certificates) {
    /** The own certificate first. */
    public X509Certificate[] chain() {
      return certificates.toArray(X509Certificate[]::new);
    }
  }

  /** Makes one with this name; its files go to the directory. */
  public TestAuthority(Path directory, String name) throws Exception {
    this.directory = directory;
    this.store = directory.resolve(name + ".p12");
    this.certificate = directory.resolve(name + ".pem");
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + name, "-keyalg", "EC", "-ext", "bc");
    write(certificate, "CERTIFICATE", load().getCertificate("ca").getEncoded());
  }

  /** The authority's own certificate, as a PEM file. */
  public Path certificate() {
    return certificate;
  }

  /**
   * Issues a certificate.
   *
   * @param subject such as {@code CN=manager}
   * @param more options of {@code keytool -genkeypair}
   */
  public Issued issue(String subject, String... more) throws Exception {
    String alias = "issued" + issued++;
    List<String> options =
        new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-signer", "ca"));
    options.addAll(List.of("-dname", subject));
    options.addAll(List.of(more));
    if (!options.contains("-keyalg")) {
      options.addAll(List.of("-keyalg", "EC"));
    }
    keytool(options.toArray(String[]::new));
    KeyStore loaded = load();
    Certificate[] chain = loaded.getCertificateChain(alias);
    Path prefix = directory.resolve(store.getFileName() + "-" + alias);
    Path pem = Path.of(prefix + ".pem");
    Path key = Path.of(prefix + ".key");
    write(pem, "CERTIFICATE", chain[0].getEncoded());
    write(key, "PRIVATE KEY", loaded.getKey(alias, PASSWORD).getEncoded());
    return new Issued(pem, key, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
  }

  private KeyStore load() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private static void write(Path file, String label, byte[] content)
      throws IOException, CertificateEncodingException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }

  private void keytool(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("keytool: " + output);
    }
  }
}

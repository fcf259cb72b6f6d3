package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.server.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code manager.jar} with TLS: how it starts, how it does not, and how it is renewed. */
@Tag("payara-micro")
class TlsStartIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path DIRECTORY = Path.of("target", "it", "tls-start").toAbsolutePath();

  /** Of {@code /proc/net/tcp}. */
  private static final String LISTENING = "0A";

  private static Certificates certificates;
  private static Certificates others;

  private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void certify() throws Exception {
    Directories.remove(DIRECTORY);
    certificates = Certificates.make(DIRECTORY.resolve("certificates"));
    others = Certificates.make(DIRECTORY.resolve("others"));
  }

  @Test
  void aKeyOfAnotherCertificateStopsTheStart() throws Exception {
    refused(
        certificates.file("manager.pem"),
        others.file("manager.key"),
        "does not belong to the first certificate");
  }

  @Test
  void aFileThatIsMissingStopsTheStart() throws Exception {
    refused(certificates.file("manager.pem"), certificates.file("none.key"), "there is no file");
  }

  private void refused(Path certificate, Path key, String reason) throws Exception {
    try (ChildProcess manager =
        start(
            "--tls-port",
            Integer.toString(Ports.free()),
            "--tls-certificate",
            certificate.toString(),
            "--tls-key",
            key.toString())) {
      assertThat(manager.awaitExit(LIMIT)).isEqualTo(1);
    }
    assertThat(output)
        .singleElement()
        .asString()
        .startsWith("manager: ")
        .contains(reason, key.toString());
  }

  @Test
  void withTlsAloneNothingElseListensAndARenewedCertificateNeedsNoRestart() throws Exception {
    Path certificate = DIRECTORY.resolve("current.pem");
    Path key = DIRECTORY.resolve("current.key");
    Files.copy(certificates.file("manager.pem"), certificate);
    Files.copy(certificates.file("manager.key"), key);
    int port = Ports.free();
    try (ChildProcess manager =
        start(
            "--tls-port",
            Integer.toString(port),
            "--tls-certificate",
            certificate.toString(),
            "--tls-key",
            key.toString())) {
      String listening = "manager: listening on https://127.0.0.1:" + port + "/";
      Await.until("the manager", LIMIT, () -> manager.isAlive() && output.contains(listening));
      FileApi api =
          new FileApi(URI.create("https://127.0.0.1:" + port + "/"), certificates.client());
      assertThat(api.getPath("health/live").status()).isEqualTo(200);
      assertThat(listeners(manager.pid())).containsExactly(port);

      X509Certificate before = shown(port);
      certificates.run(
          "bash",
          "-ec",
          "openssl x509 -req -in manager.csr -CA ca.pem -CAkey ca.key -days 90"
              + " -copy_extensions copy -out renewed.pem");
      Path arriving = DIRECTORY.resolve("arriving.pem");
      Files.copy(certificates.file("renewed.pem"), arriving);
      Files.move(arriving, certificate, StandardCopyOption.ATOMIC_MOVE);
      Await.until("the new certificate", LIMIT, () -> !shown(port).equals(before));
      assertThat(api.getPath("health/live").status()).isEqualTo(200);
      assertThat(output).anyMatch(line -> line.contains("TLS goes on with the new certificate"));
    }
  }

  /** The ports on which a process listens, by what Linux says of it. */
  private static Set<Integer> listeners(long pid) throws IOException {
    Set<String> sockets = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : open) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          sockets.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    }
    Set<Integer> ports = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net/" + table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > 9 && columns[3].equals(LISTENING) && sockets.contains(columns[9])) {
          ports.add(Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  private X509Certificate shown(int port) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            certificates
                .client()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private ChildProcess start(String... arguments) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + DIRECTORY,
                "-Ddfs.data-dir=" + DIRECTORY.resolve("manager"),
                "-jar",
                Checkout.find("dfs.manager.jar", "manager-war/target/manager.jar").toString()));
    all.addAll(List.of(arguments));
    return ChildProcess.java("manager", DIRECTORY, all, output::add);
  }
}

package io.github.dfserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server with a certificate that is wrong, by the client that managers use. */
class TlsFailureTest {
  private static final String LOCAL = "127.0.0.1";

  @TempDir static Path directory;

  private static TestAuthority authority;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority("ca");
  }

  @Test
  void theRightCertificateIsTaken() throws Exception {
    assertThat(failure(authority.issue("m", LOCAL), authority)).isEmpty();
  }

  @Test
  void anAuthorityThatIsNotTrustedIsSaidWithTheSetting() throws Exception {
    TestIdentity stranger = new TestAuthority("strangers").issue("m", LOCAL);
    assertThat(failure(stranger, authority).orElseThrow())
        .contains("not signed by an authority", "dfs.tls.ca");
  }

  @Test
  void anotherNameIsSaid() throws Exception {
    assertThat(failure(authority.issue("m", "10.0.0.1"), authority).orElseThrow())
        .contains("does not fit", "127.0.0.1");
  }

  @Test
  void anEndIsSaid() throws Exception {
    Instant now = Instant.now();
    TestIdentity expired =
        authority.issue("EC", "m", now.minusSeconds(3600), now.minusSeconds(60), LOCAL);
    assertThat(failure(expired, authority).orElseThrow()).contains("expired");
  }

  @Test
  void aServerWithoutTlsIsSaid() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ask(server, authority).orElseThrow()).contains("does not speak TLS");
    }
  }

  @Test
  void otherFailuresAreNotExplained() {
    assertThat(TlsFailure.inWords(new IOException("the disk is full"), "dfs.tls.ca")).isEmpty();
  }

  private static Optional<String> failure(TestIdentity shown, TestAuthority trusted)
      throws Exception {
    try (ServerSocket server =
        shown
            .server(trusted.certificate())
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return ask(server, trusted);
    }
  }

  private static Optional<String> ask(ServerSocket server, TestAuthority trusted) throws Exception {
    Thread answering = new Thread(() -> answer(server), "answering");
    answering.start();
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(Authorities.read(trusts(trusted)).clientContext())
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"))
            .timeout(Duration.ofSeconds(20))
            .build();
    Throwable failure = catchThrowable(() -> client.send(request, BodyHandlers.discarding()));
    answering.join(Duration.ofSeconds(20).toMillis());
    return failure == null ? Optional.empty() : TlsFailure.inWords(failure, "dfs.tls.ca");
  }

  private static Path trusts(TestAuthority authority) throws IOException {
    return TestIdentity.write(directory.resolve("ca.pem"), List.of(authority.certificate()));
  }

  private static void answer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
      socket
          .getOutputStream()
          .write("HTTP/1.1 204 Fine\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The client has refused; that is what is looked at.
    }
  }
}

package io.github.dfserver.manager.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dfserver.manager.tls.TestAuthority.Issued;
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
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server with a certificate that is wrong, by the client that managers use. */
class TlsFailureTest {
  private static final String[] LOCAL = {"-ext", "san=ip:127.0.0.1"};

  @TempDir static Path directory;

  private static TestAuthority authority;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(directory, "ca");
  }

  @Test
  void theRightCertificateIsTaken() throws Exception {
    assertThat(failure(authority.issue("CN=m", LOCAL), authority)).isEmpty();
  }

  @Test
  void anAuthorityThatIsNotTrustedIsSaidWithTheSetting() throws Exception {
    Issued stranger = new TestAuthority(directory, "strangers").issue("CN=m", LOCAL);
    assertThat(failure(stranger, authority).orElseThrow())
        .contains("not signed by an authority", "dfs.tls.ca");
  }

  @Test
  void anotherNameIsSaid() throws Exception {
    assertThat(failure(authority.issue("CN=m", "-ext", "san=ip:10.0.0.1"), authority).orElseThrow())
        .contains("does not fit", "127.0.0.1");
  }

  @Test
  void anEndIsSaid() throws Exception {
    Issued expired =
        authority.issue("CN=m", "-ext", "san=ip:127.0.0.1", "-startdate", "-3d", "-validity", "1");
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

  private static Optional<String> failure(Issued shown, TestAuthority trusted) throws Exception {
    try (ServerSocket server =
        server(shown)
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
            .sslContext(Authorities.read(trusted.certificate()).clientContext())
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"))
            .timeout(Duration.ofSeconds(20))
            .build();
    Throwable failure = catchThrowable(() -> client.send(request, BodyHandlers.discarding()));
    answering.join(Duration.ofSeconds(20).toMillis());
    return failure == null ? Optional.empty() : TlsFailure.inWords(failure, "dfs.tls.ca");
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

  private static SSLContext server(Issued issued) throws Exception {
    Instant valid = issued.chain()[0].getNotBefore().toInstant().plusSeconds(1);
    Identity identity = Identity.read(issued.certificate(), issued.key(), valid);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = identity.chain().toArray(Certificate[]::new);
    store.setKeyEntry("m", identity.key(), new char[0], chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}

package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.dfserver.client.error.ConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
  @TempDir private Path directory;
  private HttpsServer server;

  @BeforeEach
  void serve() throws Exception {
    TestTls.make(directory);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("key.p12"))) {
      keys.load(in, TestTls.PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, TestTls.PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          Stored file = new Stored("a", exchange.getRequestBody().readAllBytes());
          byte[] json = file.json().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(201, json.length);
          exchange.getResponseBody().write(json);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private DfsClientBuilder builder() {
    return DfsClient.builder("https://127.0.0.1:" + server.getAddress().getPort())
        .retries(RetryPolicy.NONE);
  }

  @Test
  void aPrivateAuthorityIsTrustedWhereItWasGiven() throws IOException {
    try (DfsClient client = builder().certificateAuthority(directory.resolve("ca.pem")).build()) {
      assertThat(client.put("a", Content.of(new byte[200_000])).size()).isEqualTo(200_000);
    }
  }

  @Test
  void anUnknownAuthorityIsNotTrusted() {
    try (DfsClient client = builder().build()) {
      assertThatThrownBy(client::balance)
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("certification path");
    }
  }

  @Test
  void whatIsNoCertificateIsRefused() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "nothing");
    assertThatThrownBy(() -> builder().certificateAuthority(empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PEM");
  }
}

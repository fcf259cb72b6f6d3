package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Directories;
import io.github.dfserver.it.process.Ports;
import io.github.dfserver.it.server.Certificates;
import io.github.dfserver.it.server.ManagerServer;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of a manager with TLS, whose certificate an authority of our own has signed. */
class TlsIT {
  private static final int LARGE = 40 * 1024 * 1024;

  private static final Certificates CERTIFICATES = certificates();
  private static final int PORT = freePort();

  @RegisterExtension
  static final ClusterExtension CLUSTER = ClusterExtension.own("tls", TlsIT::layout);

  /** Nodes come over plain HTTP. */
  private static ClusterOptions layout(ClusterOptions options) {
    return options.withManagerOn(1, ManagerServer.withTls(CERTIFICATES, PORT));
  }

  @Test
  void filesOfAllSizesGoThroughTls() throws Exception {
    FileApi api = api(CERTIFICATES.client());
    for (int size : new int[] {0, 1, 60_000, LARGE}) {
      byte[] content = Content.random(size, size);
      String name = "tls/" + size;
      Answer created = api.put(name, BodyPublishers.ofByteArray(content));
      assertThat(created.status()).as("%s", created).isEqualTo(201);
      assertThat(created.json()).containsEntry("sha256", Content.sha256(content));
      assertThat(api.get(name).body()).isEqualTo(content);
      assertThat(api.delete(name).status()).isEqualTo(200);
    }
  }

  @Test
  void aRangeOfALargeFileGoesThroughTls() throws Exception {
    FileApi api = api(CERTIFICATES.client());
    byte[] content = Content.random(1, LARGE);
    assertThat(api.put("tls/range", content).status()).isEqualTo(201);
    Answer part = api.get("tls/range", "Range", "bytes=-3");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body())
        .containsExactly(content[LARGE - 3], content[LARGE - 2], content[LARGE - 1]);
  }

  @Test
  void whoDoesNotKnowTheAuthorityDoesNotTalkToIt() throws Exception {
    FileApi stranger = api(SSLContext.getDefault());
    assertThatThrownBy(() -> stranger.get("tls/none")).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void aClientMayShowACertificateOrNone() throws Exception {
    assertThat(api(CERTIFICATES.client()).get("tls/none").status()).isEqualTo(404);
    assertThat(api(CERTIFICATES.client("node-100")).get("tls/none").status()).isEqualTo(404);
  }

  private static FileApi api(SSLContext context) {
    return new FileApi(URI.create("https://127.0.0.1:" + PORT + "/"), context);
  }

  private static Certificates certificates() {
    try {
      Path directory = Path.of("target", "it", "tls-certificates");
      Directories.remove(directory);
      return Certificates.make(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try {
      return Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

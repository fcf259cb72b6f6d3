package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.it.cluster.ClusterOptions;
import io.github.dfserver.it.cluster.LocalCluster;
import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
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
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients and nodes of a locked manager with TLS, whose certificate an authority of our own has
 * signed.
 */
class TlsIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int LARGE = 40 * 1024 * 1024;

  private static final Certificates CERTIFICATES = certificates();
  private static final int PORT = freePort();

  @RegisterExtension
  static final ClusterExtension CLUSTER = ClusterExtension.own("tls", TlsIT::layout);

  private static ClusterOptions layout(ClusterOptions options) {
    URI url = URI.create("https://127.0.0.1:" + PORT + "/");
    return options
        .withTokens()
        .withManagerOn(1, ManagerServer.withTls(CERTIFICATES, PORT))
        .withNodeArguments("--ca", CERTIFICATES.file("ca.pem").toString())
        .withNodeDialling("100", url)
        .withNodeDialling("101", url)
        .withNodeDialling("102", url);
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

  @Test
  void aNodesCertificateIsGoodForItsOwnIdOnly() throws Exception {
    FileApi api = api(CERTIFICATES.client());
    CLUSTER.cluster().node("100").kill();
    CLUSTER.cluster().awaitState("100", "offline");
    ConcurrentLinkedQueue<String> words = new ConcurrentLinkedQueue<>();
    try (ChildProcess rogue = withCertificate("199", words)) {
      Await.until(
          "the node to be told",
          SOON,
          () -> words.stream().anyMatch(line -> line.contains("those of node 100")));
      assertThat(rogue.isAlive()).isTrue();
    }
    assertThat(api.getPath("node/199").status()).isEqualTo(404);
    try (ChildProcess node = withCertificate("100", words)) {
      Await.until(
          "the node to be let in",
          SOON,
          () -> "online".equals(api.getPath("node/100").json().get("state")));
      assertThat(node.isAlive()).isTrue();
    } finally {
      CLUSTER.cluster().launchNode("100");
      CLUSTER.cluster().awaitOnline("100");
    }
  }

  /** A node with the certificate of 100 and no token. */
  private static ChildProcess withCertificate(String id, Queue<String> output) throws IOException {
    LocalCluster cluster = CLUSTER.cluster();
    return ChildProcess.java(
        "certificate-" + id,
        cluster.options().directory(),
        List.of(
            "-jar",
            Checkout.find("dfs.node.jar", "storage-node-jar/target/storage-node.jar").toString(),
            id,
            "--manager",
            "https://127.0.0.1:" + PORT + "/",
            "--data",
            cluster.nodeDirectory(id).toString(),
            "--ca",
            CERTIFICATES.file("ca.pem").toString(),
            "--certificate",
            CERTIFICATES.file("node-100.pem").toString(),
            "--key",
            CERTIFICATES.file("node-100.key").toString()),
        output::add);
  }

  private static FileApi api(SSLContext context) {
    return CLUSTER.api().at(URI.create("https://127.0.0.1:" + PORT + "/"), context);
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

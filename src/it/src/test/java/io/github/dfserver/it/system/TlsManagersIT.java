package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two managers that reach each other with TLS only, each with a node of its own; an authority of
 * our own has signed their certificates.
 */
@Tag("payara-micro")
class TlsManagersIT {
  private static final Certificates CERTIFICATES = certificates();
  private static final List<Integer> PORTS = freePorts();

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("tls-managers", TlsManagersIT::layout);

  /** The default of {@code dfs.url} is where TLS is spoken. Nodes come over plain HTTP. */
  private static ClusterOptions layout(ClusterOptions options) {
    ClusterOptions two = ClusterExtension.twoManagers(options).withNodes("100", "101");
    return two.withNodeDialling("100", two.url(1))
        .withNodeDialling("101", two.url(2))
        .withManagerOn(1, ManagerServer.withTls(CERTIFICATES, PORTS.get(0)))
        .withManagerOn(2, ManagerServer.withTls(CERTIFICATES, PORTS.get(1)))
        .withSetting("dfs.tls.ca", CERTIFICATES.file("ca.pem").toString());
  }

  @Test
  void eachManagerServesTheNodeOfTheOther() throws Exception {
    for (int manager = 1; manager <= 2; manager++) {
      FileApi api =
          new FileApi(
              URI.create("https://127.0.0.1:" + PORTS.get(manager - 1) + "/"),
              CERTIFICATES.client());
      Set<Object> nodes = new TreeSet<>();
      for (int i = 0; i < 6; i++) {
        byte[] content = Content.random(i, 60_000);
        String name = "managers/" + manager + "/" + i;
        Answer created = api.put(name, content);
        assertThat(created.status()).as("%s", created).isEqualTo(201);
        nodes.add(created.json().get("node"));
        assertThat(api.get(name).body()).isEqualTo(content);
      }
      assertThat(nodes).hasSize(2);
    }
  }

  private static Certificates certificates() {
    try {
      Path directory = Path.of("target", "it", "tls-managers-certificates");
      Directories.remove(directory);
      return Certificates.make(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> freePorts() {
    try {
      int first = Ports.free();
      return List.of(first, Ports.freeFrom(first + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

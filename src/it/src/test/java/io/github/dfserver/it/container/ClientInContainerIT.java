package io.github.dfserver.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.dfserver.client.ByteRange;
import io.github.dfserver.client.Content;
import io.github.dfserver.client.DfsClient;
import io.github.dfserver.client.RetryPolicy;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.Transfer;
import io.github.dfserver.client.error.DfsException;
import jakarta.ws.rs.client.ClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.config.H2Config;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The client library inside an application, on the server's own Jakarta REST. */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class ClientInContainerIT {
  private static final int SIZE = 32 << 20;

  @Deployment
  static WebArchive application() {
    ManagerWar.emptyDirectory();
    return ShrinkWrap.create(WebArchive.class, "application.war")
        .addClass(ByteServer.class)
        .addAsLibraries(
            new File(System.getProperty("dfs.client.thin.jar")),
            jar(JsonFactory.class),
            jar(HttpClients.class),
            jar(HttpHost.class),
            jar(H2Config.class),
            jar(LoggerFactory.class));
  }

  private static File jar(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static DfsClient client(ByteServer server) {
    return DfsClient.builder(server.url()).retries(RetryPolicy.NONE).build();
  }

  @Test
  void anUploadArrivesWhole() throws Exception {
    AtomicLong read = new AtomicLong();
    AtomicLong readWhenFirstArrived = new AtomicLong();
    Transfer watched = Transfer.watchedBy((bytes, total) -> read.set(bytes));
    try (ByteServer server =
            new ByteServer(count -> readWhenFirstArrived.compareAndSet(0, read.get()));
        DfsClient client = client(server);
        InputStream zeros = new ByteArrayInputStream(new byte[SIZE])) {
      StoredFile stored = client.put("x", Content.of(zeros, SIZE), watched);

      assertEquals(SIZE, stored.size());
    }
    boolean jersey = ClientBuilder.newBuilder().getClass().getName().contains("jersey");
    assertTrue(
        !jersey || readWhenFirstArrived.get() < SIZE / 2,
        "kept " + readWhenFirstArrived.get() + " bytes before it sent the first");
  }

  @Test
  void aDownloadComesBack() throws Exception {
    try (ByteServer server = new ByteServer(count -> {});
        DfsClient client = client(server)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertEquals(ByteServer.LENGTH, client.get("x", out).size());
      assertEquals(ByteServer.LENGTH, out.size());
      assertThrows(DfsException.class, () -> client.open("x", ByteRange.of(0, 1)));
    }
  }
}

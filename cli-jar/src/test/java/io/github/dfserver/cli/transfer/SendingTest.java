package io.github.dfserver.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.Sha256;
import io.github.dfserver.cli.output.Output;
import io.github.dfserver.cli.output.Terminals;
import io.github.dfserver.cli.run.Interruption;
import io.github.dfserver.cli.run.Session;
import io.github.dfserver.cli.transfer.Sending.Sent;
import io.github.dfserver.client.DfsClient;
import io.github.dfserver.client.RetryPolicy;
import io.github.dfserver.client.error.NameInUseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads of one file, to a server that answers as it is told. */
class SendingTest {
  private interface Step {
    void answer(HttpExchange exchange, byte[] body) throws IOException;
  }

  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2));

  @TempDir private Path directory;
  private final Queue<Step> script = new ArrayDeque<>();
  private final List<String> digests = new ArrayList<>();
  private HttpServer server;
  private Session session;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    session =
        new Session(
            () -> DfsClient.builder(url).retries(QUICK).build(),
            name -> null,
            InputStream.nullInputStream(),
            new Output(nowhere, nowhere, Terminals.none(), () -> false, () -> true),
            new Interruption());
  }

  @AfterEach
  void close() {
    session.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    digests.add(exchange.getRequestHeaders().getFirst("Content-Digest"));
    byte[] body = exchange.getRequestBody().readAllBytes();
    script.remove().answer(exchange, body);
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", status < 300 ? "application/json" : "application/problem+json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void stored(HttpExchange exchange, byte[] body) throws IOException {
    json(
        exchange,
        201,
        """
        {"id":"i","filename":"n","size":%d,"sha256":"%s","contentType":"a/b","node":"1"}"""
            .formatted(body.length, Sha256.of(body)));
  }

  private static Step inUse(byte[] by) {
    return (exchange, body) ->
        json(
            exchange,
            409,
            """
            {"title":"t","status":409,"errorCode":3,"id":"i","size":%d,"sha256":"%s"}"""
                .formatted(by.length, Sha256.of(by)));
  }

  private LocalFile file(byte[] content) throws IOException {
    Path path = Files.write(directory.resolve("f"), content);
    return new LocalFile("f", path, content.length, Files.getLastModifiedTime(path));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Sent send(LocalFile file) throws IOException {
    return new Sending(session, session.output().bar("put", -1), null).send(file, "n", null);
  }

  @Test
  void aSmallFileIsHashedFirstAndALargeOneOnItsWay() throws IOException {
    for (int size : new int[] {0, 10, 500_000}) {
      byte[] content = bytes(size);
      script.add(SendingTest::stored);
      Sent sent = send(file(content));
      assertThat(sent.sha256()).isEqualTo(Sha256.of(content));
      assertThat(sent.stored().size()).isEqualTo(size);
    }
    assertThat(digests.get(1)).startsWith("sha-256=:");
    assertThat(digests.get(2)).isNull();
  }

  @Test
  void aLargeFileWhoseUploadFailsIsSentAgainWithItsDigest() throws IOException {
    script.add((exchange, body) -> json(exchange, 500, "{\"status\":500,\"errorCode\":5}"));
    script.add(SendingTest::stored);

    assertThat(send(file(bytes(500_000))).stored()).isNotNull();
    assertThat(digests).hasSize(2);
    assertThat(digests.get(1)).startsWith("sha-256=:");
  }

  @Test
  void theSameBytesUnderTheNameAreThere() throws IOException {
    for (int size : new int[] {10, 500_000}) {
      script.add(inUse(bytes(size)));
      Sent sent = send(file(bytes(size)));
      assertThat(sent.stored()).isNull();
      assertThat(sent.sha256()).isEqualTo(Sha256.of(bytes(size)));
    }
  }

  @Test
  void otherBytesUnderTheNameAreTold() throws IOException {
    for (int size : new int[] {10, 500_000}) {
      script.add(inUse(bytes(size + 1)));
      LocalFile file = file(bytes(size));
      assertThatThrownBy(() -> send(file)).isInstanceOf(NameInUseException.class);
    }
  }

  @Test
  void aChangeMeanwhileIsNoticed() throws IOException {
    LocalFile file = file(bytes(10));
    script.add(
        (exchange, body) -> {
          Files.setLastModifiedTime(file.path(), FileTime.fromMillis(1));
          stored(exchange, body);
        });

    assertThatThrownBy(() -> send(file)).hasMessageContaining("changed while it was being sent");
    assertThatThrownBy(() -> send(file)).hasMessageContaining("changed after it was looked at");
  }
}

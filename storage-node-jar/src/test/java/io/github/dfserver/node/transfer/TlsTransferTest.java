package io.github.dfserver.node.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.credentials.CredentialOptions.IdentityFiles;
import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.tls.TestAuthority;
import io.github.dfserver.tls.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTransferTest {
  private static final Duration STALL = Duration.ofSeconds(20);
  private static final int LARGE = 20_000_000;

  @TempDir private Path directory;
  private final byte[] content = new byte[LARGE];
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private TestAuthority authority;
  private ScriptedManager manager;
  private TransferClient client;
  private Thread loop;

  @BeforeEach
  void start() throws Exception {
    new Random(7).nextBytes(content);
    authority = new TestAuthority("Test CA");
    client = client(trusting());
  }

  private void serve(String... versions) throws Exception {
    serve(authority.issue("manager", "127.0.0.1", "localhost"), versions);
  }

  private void serve(TestIdentity identity, String... versions) throws Exception {
    manager =
        ScriptedManager.overTls(
            identity.server(authority.certificate()),
            server -> server.setEnabledProtocols(versions));
  }

  private CredentialOptions trusting() throws IOException {
    Path file = TestIdentity.write(directory.resolve("ca.pem"), List.of(authority.certificate()));
    return new CredentialOptions(
        Optional.empty(), Optional.empty(), Optional.of(file), Optional.empty());
  }

  private TransferClient client(CredentialOptions options) throws IOException {
    return new TransferClient(1, this::daemon, Credentials.open(options));
  }

  private Thread daemon(Runnable work) {
    loop = new Thread(work, "transfer under test");
    loop.setDaemon(true);
    return loop;
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    if (manager != null) {
      manager.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aLargeFileArrivesWhole(String version) throws Exception {
    serve(version);
    Transfer transfer = receive();
    manager.transfer().answer(200, content);
    assertThat(result(transfer)).isEqualTo(LARGE);
    assertThat(received.toByteArray()).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aLargeFileIsSentWhole(String version) throws Exception {
    serve(version);
    Transfer transfer = send(LARGE);
    HttpRequest request = manager.transfer();
    assertThat(request.headers()).doesNotContainKey("authorization");
    assertThat(request.body()).isEqualTo(content);
    request.raw("HTTP/1.1 204 No Content\n\n");
    assertThat(result(transfer)).isEqualTo(LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void recordsOfOneByteAreAsGood(String version) throws Exception {
    serve(version);
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    byte[] few = Arrays.copyOf(content, 5_000);
    request.raw("HTTP/1.1 200 OK\nContent-Length: 5000\n\n");
    for (byte b : few) {
      request.raw(new byte[] {b});
    }
    assertThat(result(transfer)).isEqualTo(5_000);
    assertThat(received.toByteArray()).isEqualTo(few);
  }

  /** What is in the last record's buffers has to come though the socket has nothing any more. */
  @Test
  void nothingStaysInBuffersWhileTheManagerWaits() throws Exception {
    serve("TLSv1.3");
    for (int size = 1; size < 400_000; size = size * 3 + 1) {
      received.reset();
      Transfer transfer = receive();
      HttpRequest request = manager.transfer();
      request.answer(200, Arrays.copyOf(content, size));
      assertThat(result(transfer)).isEqualTo(size);
      request.connection().close();
    }
  }

  @Test
  void aManagerThatReadsSlowlyGetsAll() throws Exception {
    serve("TLSv1.3");
    Transfer transfer = send(3_000_000);
    HttpRequest request = manager.transfer();
    byte[] taken = new byte[3_000_000];
    for (int i = 0; i < 3_000; i++) {
      assertThat(request.in().readNBytes(taken, i * 1000, 1000)).isEqualTo(1000);
    }
    assertThat(taken).isEqualTo(Arrays.copyOf(content, 3_000_000));
    request.raw("HTTP/1.1 204 No Content\n\n");
    assertThat(result(transfer)).isEqualTo(3_000_000);
  }

  @Test
  void aManagerThatReadsNothingIsGivenUp() throws Exception {
    serve("TLSv1.3");
    Transfer transfer =
        client.send(url(), source(content), 0, LARGE, Duration.ofMillis(100)); // sixty times that
    manager.transfer();
    assertThatThrownBy(() -> result(transfer)).hasMessageContaining("no byte went for");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aHandshakeInTheMiddleOfATransferIsDone(String version) throws Exception {
    serve(version); // 1.3: KeyUpdate; 1.2: renegotiation
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nContent-Length: " + LARGE + "\n\n");
    SSLSocket socket = (SSLSocket) request.connection();
    int half = LARGE / 2;
    request.raw(Arrays.copyOf(content, half));
    CompletableFuture<Void> answers = new CompletableFuture<>();
    Thread reader = new Thread(() -> readToItsEnd(request, answers)); // takes the node's part
    reader.setDaemon(true);
    reader.start();
    socket.startHandshake();
    request.raw(Arrays.copyOfRange(content, half, LARGE));
    assertThat(result(transfer)).isEqualTo(LARGE);
    assertThat(received.toByteArray()).isEqualTo(content);
    client.close();
    answers.get(20, TimeUnit.SECONDS);
  }

  private static void readToItsEnd(HttpRequest request, CompletableFuture<Void> end) {
    request.endedByPeer();
    end.complete(null);
  }

  @Test
  void aHandshakeInTheMiddleOfSendingIsDone() throws Exception {
    serve("TLSv1.3");
    Transfer transfer = send(LARGE);
    HttpRequest request = manager.transfer();
    byte[] first = request.in().readNBytes(LARGE / 2);
    ((SSLSocket) request.connection()).startHandshake();
    byte[] rest = request.in().readNBytes(LARGE - first.length);
    assertThat(first).isEqualTo(Arrays.copyOf(content, first.length));
    assertThat(rest).isEqualTo(Arrays.copyOfRange(content, first.length, LARGE));
    request.raw("HTTP/1.1 204 No Content\n\n");
    assertThat(result(transfer)).isEqualTo(LARGE);
  }

  @Test
  void aConnectionServesTheNextTransferToTheSameManager() throws Exception {
    serve("TLSv1.3");
    Transfer first = receive();
    HttpRequest request = manager.transfer();
    request.answer(200, Arrays.copyOf(content, 100_000));
    assertThat(result(first)).isEqualTo(100_000);
    Transfer second = receive();
    HttpRequest next = manager.next(request);
    next.answer(200, new byte[10]);
    assertThat(result(second)).isEqualTo(10);
  }

  @Test
  void aConnectionServesNoTransferToAnotherName() throws Exception {
    serve("TLSv1.3");
    Transfer first = receive();
    HttpRequest request = manager.transfer();
    request.answer(200, new byte[10]);
    assertThat(result(first)).isEqualTo(10);
    Transfer second =
        client.receive(manager.url("localhost").base().resolve("transfer/t"), keep(), STALL);
    manager.transfer().answer(200, new byte[20]); // a connection of its own
    assertThat(result(second)).isEqualTo(20);
  }

  @Test
  void aConnectionThatIsCutOffIsNoWholeTransfer() throws Exception {
    serve("TLSv1.3");
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n");
    request.connection().shutdownOutput(); // with a word of TLS
    assertThatThrownBy(() -> result(transfer))
        .hasMessageContaining("closed the connection in mid-transfer");

    Transfer other = receive();
    request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nContent-Length: 1000000\n\nabc");
    request.drop();
    assertThatThrownBy(() -> result(other)).cause().isInstanceOf(TransferException.class);
  }

  @Test
  void waitingForAManagerTakesNoCpu() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Transfer transfer =
          client.receive(
              URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/transfer/t"),
              keep(),
              Duration.ofSeconds(1));
      try (Socket accepted = mute.accept()) {
        assertThat(accepted.isConnected()).isTrue();
        assertThatThrownBy(() -> result(transfer)).hasMessageContaining("did not begin to answer");
      }
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    assertThat(threads.getThreadCpuTime(loop.getId())).isLessThan(Duration.ofMillis(700).toNanos());
  }

  @Test
  void anUnknownAuthorityIsSaid() throws Exception {
    serve(new TestAuthority("Another CA").issue("manager", "127.0.0.1"), "TLSv1.3");
    assertFails("its certificate is not signed by an authority in the file given with --ca");
    client.close();
    client = client(CredentialOptions.NONE);
    assertFails(
        "cannot reach "
            + manager.url().base().resolve("/")
            + ": its certificate is not signed by an authority that this node trusts; give its CA"
            + " with --ca");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void anExpiredCertificateIsSaid(String version) throws Exception {
    Instant now = Instant.now();
    Instant end = Instant.parse("2021-05-06T07:08:09Z");
    serve(authority.issue("EC", "m", now.minusSeconds(400_000_000), end, "127.0.0.1"), version);
    assertFails("its certificate expired at 2021-05-06T07:08:09Z");
  }

  @Test
  void aCertificateOfTheFutureIsSaid() throws Exception {
    Instant begin = Instant.now().plusSeconds(90_000);
    serve(authority.issue("EC", "m", begin, begin.plusSeconds(9), "127.0.0.1"), "TLSv1.3");
    assertFails("its certificate is not valid before");
  }

  @Test
  void anotherNameIsSaid() throws Exception {
    serve(authority.issue("m", "files.example", "10.0.0.1"), "TLSv1.3");
    assertFails("its certificate is for files.example, 10.0.0.1, and not for 127.0.0.1");
  }

  @Test
  void aCertificateWithoutNamesIsSaid() throws Exception {
    serve(authority.issue("127.0.0.1"), "TLSv1.3");
    assertFails("its certificate is for CN=127.0.0.1, without any host name");
  }

  @Test
  void plainHttpWhereTlsWasAskedForIsSaid() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Transfer transfer =
          client.receive(
              URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/transfer/t"),
              keep(),
              STALL);
      try (Socket socket = plain.accept()) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.flush();
        assertThatThrownBy(() -> result(transfer))
            .hasMessageContaining("it speaks plain HTTP where https was asked for");
      }
    }
  }

  @Test
  void tlsWherePlainHttpWasAskedForIsSaid() throws Exception {
    serve("TLSv1.3");
    URI plain = URI.create(url().toString().replace("https:", "http:"));
    Transfer transfer = client.receive(plain, keep(), STALL);
    assertThatThrownBy(() -> result(transfer))
        .hasMessageContaining(
            "it speaks TLS where plain HTTP was asked for; begin its URL with https://");
  }

  @Test
  void olderVersionsOfTlsAreNotSpoken() {
    assertThat(Credentials.none().tls().createSSLEngine("m", 1).getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aCertificateOfTheNodeIsShownWhereOneIsDemanded(String version) throws Exception {
    TestIdentity server = authority.issue("manager", "127.0.0.1");
    manager =
        ScriptedManager.overTls(
            server.server(authority.certificate()),
            socket -> {
              socket.setEnabledProtocols(new String[] {version});
              socket.setNeedClientAuth(true);
            });
    assertFails("it asks for a certificate of this node; give one with --certificate and --key");

    TestIdentity own = authority.issue("node");
    client.close();
    client =
        client(
            new CredentialOptions(
                Optional.empty(),
                Optional.empty(),
                trusting().authorities(),
                Optional.of(
                    new IdentityFiles(
                        own.writeChain(directory.resolve("node.pem")),
                        own.writeKey(directory.resolve("node.key"))))));
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    SSLSocket socket = (SSLSocket) request.connection();
    assertThat(socket.getSession().getPeerPrincipal().getName()).isEqualTo("CN=node");
    request.answer(200, new byte[3]);
    assertThat(result(transfer)).isEqualTo(3);
  }

  private void assertFails(String sentence) {
    Transfer transfer = receive();
    assertThatThrownBy(() -> result(transfer))
        .cause()
        .isInstanceOf(TransferException.class)
        .hasMessageContaining(sentence);
  }

  private Transfer receive() {
    return client.receive(url(), keep(), STALL);
  }

  private Transfer send(int length) {
    return client.send(url(), source(content), 0, length, STALL);
  }

  private Sink keep() {
    return bytes -> {
      byte[] part = new byte[bytes.remaining()];
      bytes.get(part);
      received.write(part);
    };
  }

  private static Source source(byte[] from) {
    return (position, most, to) -> {
      to.clear();
      int length = (int) Math.min(most, to.capacity());
      to.put(from, (int) position, length).flip();
    };
  }

  private URI url() {
    return manager.url().base().resolve("transfer/t");
  }

  private static long result(Transfer transfer) throws Exception {
    return transfer.done().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}

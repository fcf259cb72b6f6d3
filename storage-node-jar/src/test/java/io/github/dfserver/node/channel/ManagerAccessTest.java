package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.node.credentials.BearerToken;
import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.credentials.CredentialOptions.IdentityFiles;
import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.tls.TestAuthority;
import io.github.dfserver.tls.TestIdentity;
import jakarta.websocket.CloseReason.CloseCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node channel shows credentials and finds out whom it speaks to. */
class ManagerAccessTest {
  private static final int LARGE = 1_000_000;

  @TempDir private Path directory;
  private final BlockingQueue<ByteBuffer> messages = new LinkedBlockingQueue<>();
  private final List<TransferClient> clients = new ArrayList<>();
  private TestAuthority authority;
  private CredentialOptions trusting;
  private ScriptedManager manager;

  private final ManagerSocket.Receiver receiver =
      new ManagerSocket.Receiver() {
        @Override
        public void received(ByteBuffer message) {
          messages.add(ByteBuffer.allocate(message.remaining()).put(message).flip());
        }

        @Override
        public void violated(CloseCode code, String sentence) {}

        @Override
        public void ended(String reason) {}
      };

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority("Test CA");
    Path file = TestIdentity.write(directory.resolve("ca.pem"), List.of(authority.certificate()));
    trusting =
        new CredentialOptions(
            Optional.empty(), Optional.empty(), Optional.of(file), Optional.empty());
  }

  @AfterEach
  void stop() throws IOException {
    clients.forEach(TransferClient::close);
    if (manager != null) {
      manager.close();
    }
  }

  private void serve(TestIdentity identity, String version) throws Exception {
    manager =
        ScriptedManager.overTls(
            identity.server(authority.certificate()),
            server -> server.setEnabledProtocols(new String[] {version}));
  }

  private ManagerSocket open(CredentialOptions options) throws Exception {
    return open(options, manager.url().channel());
  }

  private ManagerSocket open(CredentialOptions options, URI uri) throws Exception {
    return sockets(options).open(uri, receiver);
  }

  private ManagerSockets sockets(CredentialOptions options) throws IOException {
    Credentials credentials = Credentials.open(options);
    TransferClient transfers = new TransferClient(1, Thread::new, credentials);
    clients.add(transfers);
    return new ManagerSockets(Thread::new, credentials, transfers::inquire);
  }

  private void assertFails(CredentialOptions options, String sentence) {
    assertThatThrownBy(() -> open(options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void messagesGoOverTls(String version) throws Exception {
    serve(authority.issue("manager", "127.0.0.1"), version);
    ManagerSocket socket = open(trusting);
    ScriptedChannel channel = manager.connection();
    for (int i = 0; i < 20; i++) {
      channel.sendFrame(ScriptedChannel.BINARY, new byte[LARGE + i]);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(Waiting.next(messages, "a message").remaining()).isEqualTo(LARGE + i);
    }
    socket.send(ByteBuffer.allocate(0), Duration.ofSeconds(10));
  }

  @Test
  void anUnknownAuthorityIsSaid() throws Exception {
    serve(new TestAuthority("Another CA").issue("manager", "127.0.0.1"), "TLSv1.3");
    assertFails(trusting, "its certificate is not signed by an authority in the file given");
    assertFails(
        CredentialOptions.NONE,
        "its certificate is not signed by an authority that this node trusts; give its CA with"
            + " --ca");
  }

  @Test
  void anExpiredCertificateIsSaid() throws Exception {
    Instant end = Instant.parse("2021-05-06T07:08:09Z");
    serve(authority.issue("EC", "m", end.minusSeconds(9), end, "127.0.0.1"), "TLSv1.3");
    assertFails(trusting, "its certificate expired at 2021-05-06T07:08:09Z");
  }

  @Test
  void anotherNameIsSaid() throws Exception {
    serve(authority.issue("m", "files.example", "10.0.0.1"), "TLSv1.3");
    assertFails(trusting, "its certificate is for files.example, 10.0.0.1, and not for 127.0.0.1");
  }

  @Test
  void plainHttpWhereTlsWasAskedForIsSaid() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerPlainly(server), "plain manager");
      answering.setDaemon(true);
      answering.start();
      URI secure = URI.create("wss://127.0.0.1:" + server.getLocalPort() + "/node-channel");
      assertThatThrownBy(() -> open(trusting, secure))
          .hasMessageContaining("it speaks plain HTTP where https was asked for");
    }
  }

  private static void answerPlainly(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
          socket.getOutputStream().write(answer);
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void tlsWherePlainHttpWasAskedForIsSaid() throws Exception {
    serve(authority.issue("manager", "127.0.0.1"), "TLSv1.3");
    URI plain = URI.create(manager.url().channel().toString().replace("wss:", "ws:"));
    assertThatThrownBy(() -> open(trusting, plain)).hasMessageContaining("https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aCertificateOfTheNodeIsShownWhereOneIsDemanded(String version) throws Exception {
    manager =
        ScriptedManager.overTls(
            authority.issue("manager", "127.0.0.1").server(authority.certificate()),
            server -> demand(server, version));
    assertFails(trusting, "it asks for a certificate of this node");
    open(showing(authority.issue("node")));
    SSLSocket socket = (SSLSocket) manager.handshake().connection();
    assertThat(socket.getSession().getPeerPrincipal().getName()).isEqualTo("CN=node");
    TestIdentity stranger = new TestAuthority("Test CA").issue("stranger");
    assertFails(showing(stranger), "it does not accept this node's certificate");
  }

  private static void demand(SSLServerSocket server, String version) {
    server.setEnabledProtocols(new String[] {version});
    server.setNeedClientAuth(true);
  }

  private CredentialOptions showing(TestIdentity identity) throws IOException {
    return new CredentialOptions(
        Optional.empty(),
        Optional.empty(),
        trusting.authorities(),
        Optional.of(
            new IdentityFiles(
                identity.writeChain(directory.resolve("node.pem")),
                identity.writeKey(directory.resolve("node.key")))));
  }

  @ParameterizedTest
  @CsvSource({
    "401, false, does not let this node in: give it a token with --token-file (see docs/SECURITY",
    "403, true, does not let this node in with its token; give it a good one with --token-file",
  })
  void aRefusalSaysThatATokenIsNeeded(int status, boolean token, String sentence) throws Exception {
    manager = new ScriptedManager();
    manager.refuse(status);
    assertFails(token ? withToken("secret-1") : CredentialOptions.NONE, sentence);
  }

  @ParameterizedTest
  @CsvSource({"404, true", "500, true", "503, true", "400, false", "401, false", "403, false"})
  void aServerWithoutAManagerIsToldFromARefusal(int status, boolean absent) throws Exception {
    manager = new ScriptedManager();
    manager.refuse(status);
    assertThatThrownBy(() -> open(CredentialOptions.NONE))
        .isInstanceOf(IOException.class)
        .matches(e -> e instanceof ManagerAbsentException == absent);
  }

  @Test
  void whereNobodyListensIsNoManager() throws Exception {
    manager = new ScriptedManager();
    manager.close();
    assertThatThrownBy(() -> open(CredentialOptions.NONE))
        .isInstanceOf(ManagerAbsentException.class);
  }

  private static CredentialOptions withToken(String token) {
    return new CredentialOptions(
        Optional.of(BearerToken.parse(token, "the test")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aTokenIsShown() throws Exception {
    manager = new ScriptedManager();
    open(CredentialOptions.NONE);
    assertThat(manager.handshake().headers()).doesNotContainKey("authorization");
    open(withToken("secret-1"));
    assertThat(manager.handshake().headers()).containsEntry("authorization", "Bearer secret-1");
  }

  @Test
  void aTokenFileIsReadAtEachConnection() throws Exception {
    manager = new ScriptedManager();
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    CredentialOptions options =
        new CredentialOptions(
            Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty());
    ManagerSockets sockets = sockets(options);
    sockets.open(manager.url().channel(), receiver);
    assertThat(manager.handshake().headers()).containsEntry("authorization", "Bearer one");
    Files.writeString(file, "two\n");
    sockets.open(manager.url().channel(), receiver);
    assertThat(manager.handshake().headers()).containsEntry("authorization", "Bearer two");
  }
}

package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.protocol.Limits;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagerSocketTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int FIN = 0x80;
  private static final int MORE_THAN_SOCKETS_BUFFER = 200;
  private static final Pattern OF_WEBSOCKETS =
      Pattern.compile("websocket|grizzly|tyrus", Pattern.CASE_INSENSITIVE);

  private final ManagerSockets sockets =
      new ManagerSockets(Thread::new, Credentials.none(), (uri, limit) -> Optional.empty());
  private final Recorder recorder = new Recorder();
  private ScriptedManager manager;

  private static final class Recorder implements ManagerSocket.Receiver {
    final BlockingQueue<ByteBuffer> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> violations = new LinkedBlockingQueue<>();
    final BlockingQueue<String> endings = new LinkedBlockingQueue<>();
    final CountDownLatch handling = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    volatile boolean hold;

    @Override
    public void received(ByteBuffer message) {
      messages.add(ByteBuffer.allocate(message.remaining()).put(message).flip());
      if (hold) {
        handling.countDown();
        try {
          assertThat(gate.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void violated(CloseCode code, String sentence) {
      violations.add(code.getCode());
    }

    @Override
    public void ended(String reason) {
      endings.add(reason);
    }
  }

  @BeforeEach
  void start() throws Exception {
    manager = new ScriptedManager();
  }

  @AfterEach
  void stop() throws Exception {
    manager.close();
  }

  private ManagerSocket open() throws Exception {
    return sockets.open(manager.url().channel(), recorder);
  }

  private static byte[] numbered(int length, int number) {
    return ByteBuffer.allocate(length).put(length - 1, (byte) number).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 65_535, 65_536, Limits.MAX_MESSAGE_BYTES})
  void aMessageComesWholeWhateverItsParts(int length) throws Exception {
    open();
    ScriptedChannel channel = manager.connection();
    byte[] content = numbered(length, 7);
    channel.sendFrame(ScriptedChannel.BINARY, content);
    channel.sendFrame(ScriptedChannel.BINARY & ~FIN, new byte[0]);
    channel.sendFrame(ScriptedChannel.PING, new byte[] {1, 2});
    channel.sendFrame(FIN, content);
    assertThat(Waiting.next(recorder.messages, "one")).isEqualTo(ByteBuffer.wrap(content));
    assertThat(Waiting.next(recorder.messages, "other")).isEqualTo(ByteBuffer.wrap(content));
    assertThat(channel.pong()).containsExactly(1, 2);
  }

  @Test
  void theLongestMessagesComeOneBehindTheOther() throws Exception {
    open();
    ScriptedChannel channel = manager.connection();
    for (int i = 0; i < 64; i++) {
      channel.sendFrame(ScriptedChannel.BINARY, numbered(Limits.MAX_MESSAGE_BYTES, i));
      channel.sendFrame(ScriptedChannel.BINARY, numbered(100, i));
    }
    for (int i = 0; i < 64; i++) {
      ByteBuffer message = Waiting.next(recorder.messages, "message " + i);
      assertThat(message.get(Limits.MAX_MESSAGE_BYTES - 1)).isEqualTo((byte) i);
      assertThat(Waiting.next(recorder.messages, "short " + i).get(99)).isEqualTo((byte) i);
    }
  }

  @Test
  void nothingIsReadWhileAMessageIsHandled() throws Exception {
    recorder.hold = true;
    open();
    ScriptedChannel channel = manager.connection();
    byte[] longest = new byte[Limits.MAX_MESSAGE_BYTES];
    AtomicInteger sent = new AtomicInteger();
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < MORE_THAN_SOCKETS_BUFFER; i++) {
                  channel.sendFrame(ScriptedChannel.BINARY, longest);
                  sent.incrementAndGet();
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    AtomicInteger before = new AtomicInteger(-1);
    AtomicInteger same = new AtomicInteger();
    Waiting.until(
        "the manager can send no more",
        () -> {
          boolean stands = sent.get() > 0 && sent.get() == before.getAndSet(sent.get());
          return same.updateAndGet(times -> stands ? times + 1 : 0) > 50;
        });
    assertThat(sent.get()).isLessThan(MORE_THAN_SOCKETS_BUFFER);
    manager.close();
    recorder.gate.countDown();
    assertThatThrownBy(() -> sending.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionThatIsLostWhileAMessageIsHandledIsNoticed(boolean reset) throws Exception {
    recorder.hold = true;
    open();
    ScriptedChannel channel = manager.connection();
    channel.sendFrame(ScriptedChannel.BINARY, new byte[1]);
    assertThat(recorder.handling.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    if (reset) {
      channel.drop();
    } else {
      manager.close();
    }
    recorder.gate.countDown();
    assertThat(Waiting.next(recorder.endings, "the end")).contains("1006");
  }

  @Test
  void aManagerThatClosesIsToldInItsWords() throws Exception {
    open();
    byte[] close =
        ByteBuffer.allocate(5)
            .putShort((short) 1001)
            .put("bye".getBytes(StandardCharsets.UTF_8))
            .array();
    manager.connection().sendFrame(ScriptedChannel.CLOSE, close);
    assertThat(Waiting.next(recorder.endings, "the end")).contains("1001", "bye");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1002, 1003, 1009})
  void theManagerIsToldWhyTheNodeCloses(int code) throws Exception {
    ManagerSocket socket = open();
    ScriptedChannel channel = manager.connection();
    socket.close(CloseCodes.getCloseCode(code));
    assertThat(channel.closeCode()).isEqualTo(code);
    assertThatThrownBy(() -> socket.send(ByteBuffer.allocate(1), LONG))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aManagerThatTakesNothingIsLeft() throws Exception {
    manager.readNothing();
    ManagerSocket socket = open();
    assertThatThrownBy(() -> sendForEver(socket, Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("takes nothing");
    socket.close(CloseCodes.NORMAL_CLOSURE);
    Waiting.next(recorder.endings, "the end");
    awaitNoThreads();
  }

  @Test
  void aSendThatWaitsEndsWithTheConnection() throws Exception {
    manager.readNothing();
    ManagerSocket socket = open();
    ScriptedChannel channel = manager.connection();
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                sendForEver(socket, LONG);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    channel.drop();
    assertThatThrownBy(() -> sending.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
  }

  private static void sendForEver(ManagerSocket socket, Duration limit)
      throws IOException, InterruptedException {
    while (true) {
      socket.send(ByteBuffer.allocate(Limits.MAX_MESSAGE_BYTES), limit);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 404 Not Found|Content-Length: 0||, 404",
    "HTTP/1.1 101 S|Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Accept: wrong||,"
        + " Sec-WebSocket",
    "hello||, does not answer",
    "HTTP/1.1 101 S|, does not answer",
    "'', does not answer",
  })
  void anAnswerThatOpensNoWebSocketIsToldInWords(String answer, String words) throws Exception {
    ManagerSockets impatient =
        new ManagerSockets(
            Thread::new,
            Credentials.none(),
            (uri, limit) -> Optional.empty(),
            Duration.ofSeconds(1));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, answer));
      URI uri = URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/node-channel");
      assertThatThrownBy(() -> impatient.open(uri, recorder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(words);
      served.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
      awaitNoThreads();
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      byte[] bytes = answer.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(bytes);
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodyListeningIsToldInWords() throws Exception {
    manager.close();
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("refused");
    awaitNoThreads();
  }

  @Test
  void aHundredConnectionsLeaveNoThread() throws Exception {
    for (int i = 0; i < 100; i++) {
      ManagerSocket socket = open();
      ScriptedChannel channel = manager.connection();
      if (i % 2 == 0) {
        socket.close(CloseCodes.NORMAL_CLOSURE);
        channel.closeCode();
      } else {
        channel.drop();
      }
      Waiting.next(recorder.endings, "the end");
    }
    awaitNoThreads();
  }

  private static void awaitNoThreads() {
    Waiting.until("no thread is left", () -> threads().isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> OF_WEBSOCKETS.matcher(name).find())
        .toList();
  }
}

package io.github.dfserver.node.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.node.peer.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferClientTest {
  private static final Duration STALL = Duration.ofSeconds(20);

  private final byte[] content = new byte[3_000_000];
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private ScriptedManager manager;
  private TransferClient client;
  private Source file;

  @BeforeEach
  void start() throws IOException {
    new Random(5).nextBytes(content);
    manager = new ScriptedManager();
    client = new TransferClient(2, TransferClientTest::daemon, Credentials.none());
    file = TransferClientTest.source(content);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "transfer under test");
    thread.setDaemon(true);
    return thread;
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    manager.close();
  }

  @Test
  void aBodyOfKnownLengthArrivesWhole() throws Exception {
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    assertThat(request.line()).isEqualTo("GET /some/root/transfer/t HTTP/1.1");
    assertThat(request.headers().get("host")).startsWith("127.0.0.1:");
    request.answer(200, content);
    assertThat(result(transfer)).isEqualTo(content.length);
    assertThat(received.toByteArray()).isEqualTo(content);
  }

  @Test
  void aChunkedBodyArrivesWholeHoweverItIsCut() throws Exception {
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    String answer =
        """
        HTTP/1.1 100 Continue

        HTTP/1.1 200 OK
        Transfer-Encoding: chunked

        3
        abc
        A;x=y
        0123456789
        0
        Trailer: t

        """;
    for (int i = 0; i < answer.length(); i++) {
      request.raw(answer.substring(i, i + 1));
    }
    assertThat(result(transfer)).isEqualTo(13);
    assertThat(received).hasToString("abc0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK|Content-Length: 3||ab, closed the connection in mid-transfer",
    "HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abc|, closed the connection in mid-transfer",
    "HTTP/1.1 200 OK||abc, does not say how long it is",
    "HTTP/1.1 200 OK|Content-Length: 1|Transfer-Encoding: chunked||, two lengths",
    "HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 2||, bad Content-Length",
    "HTTP/1.1 200 OK|Content-Length: -1||, bad Content-Length",
    "HTTP/1.1 200 OK|Transfer-Encoding: gzip||, unknown Transfer-Encoding",
    "HTTP/1.1 200 OK|Transfer-Encoding: chunked||x|, a chunk has no length",
    "HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|ab|, a chunk is longer than it says",
    "HTTP/1.1 404 Not Found|Content-Length: 0||, status 404",
    "HTTP/1.1 302 Found|Location: /|Content-Length: 0||, status 302",
    "SSH-2.0-OpenSSH||, is not HTTP/1.1",
    "HTTP/1.1 200 OK|no colon||, a header without a name",
  })
  void anAnswerThatIsNotWholeFails(String answer, String sentence) throws Exception {
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    request.raw(answer.replace('|', '\n'));
    request.connection().shutdownOutput();
    assertThatThrownBy(() -> result(transfer))
        .cause()
        .isInstanceOf(TransferException.class)
        .hasMessageContaining(sentence);
    assertThat(request.endedByPeer()).isTrue();
  }

  @Test
  void aHeadThatDoesNotEndFails() throws Exception {
    Transfer transfer = receive();
    manager.transfer().raw("HTTP/1.1 200 OK\nX: " + "x".repeat(20_000));
    assertThatThrownBy(() -> result(transfer)).hasMessageContaining("does not end");
  }

  @Test
  void aSinkThatFailsEndsTheTransferWithItsFailure() throws Exception {
    Transfer transfer =
        client.receive(
            url(),
            bytes -> {
              throw new IllegalArgumentException("full");
            },
            STALL);
    HttpRequest request = manager.transfer();
    request.answer(200, new byte[10]);
    assertThatThrownBy(() -> result(transfer)).hasRootCauseMessage("full");
    assertThat(request.endedByPeer()).isTrue();
  }

  @Test
  void exactlyTheRangeIsSent() throws Exception {
    Transfer transfer = client.send(url(), file, 1000, 2_000_000, STALL);
    HttpRequest request = manager.transfer();
    assertThat(request.line()).isEqualTo("POST /some/root/transfer/t HTTP/1.1");
    assertThat(request.body()).isEqualTo(Arrays.copyOfRange(content, 1000, 2_001_000));
    assertThat(transfer.done().toCompletableFuture()).isNotDone();
    request.raw("HTTP/1.1 204 No Content\n\n");
    assertThat(result(transfer)).isEqualTo(2_000_000);
  }

  @Test
  void aManagerThatDoesNotBeginToAnswerIsGivenUp() throws Exception {
    manager.accept(false);
    Transfer sending = client.send(url(), file, 0, 10, Duration.ofSeconds(1));
    HttpRequest request = manager.transfer();
    assertThat(request.headers()).containsEntry("expect", "100-continue");
    assertThatThrownBy(() -> result(sending)).hasMessageContaining("did not begin to answer");
    assertThat(request.endedByPeer()).isTrue();

    Transfer receiving = client.receive(url(), bytes -> {}, Duration.ofSeconds(1));
    assertThat(manager.transfer().endedByPeer()).isTrue();
    assertThatThrownBy(() -> result(receiving)).hasMessageContaining("did not begin to answer");
  }

  @Test
  void aManagerThatHasBegunToAnswerMayBeSilentForLong() throws Exception {
    Duration stall = Duration.ofSeconds(1);
    Transfer sending = client.send(url(), file, 0, 10, stall);
    HttpRequest sent = manager.transfer();
    Transfer receiving = client.receive(url(), bytes -> {}, stall);
    HttpRequest asked = manager.transfer();
    asked.raw("HTTP/1.1 200 OK\nContent-Length: 1\n\n");
    Transfer givenUp = client.receive(url(), bytes -> {}, stall.multipliedBy(3));
    manager.transfer();
    // By then both have been silent for three times as long as a manager may take to begin.
    assertThatThrownBy(() -> result(givenUp)).hasMessageContaining("did not begin to answer");
    sent.answer(200, new byte[0]);
    asked.raw("x");
    assertThat(result(sending)).isEqualTo(10);
    assertThat(result(receiving)).isEqualTo(1);
  }

  @Test
  void nothingCanBeSentOrReceived() throws Exception {
    Transfer sending = client.send(url(), file, 7, 0, STALL);
    HttpRequest request = manager.transfer();
    assertThat(request.body()).isEmpty();
    request.answer(200, new byte[0]);
    assertThat(result(sending)).isZero();

    Transfer receiving = receive();
    manager.transfer().answer(200, new byte[0]);
    assertThat(result(receiving)).isZero();
  }

  @Test
  void anAnswerBeforeTheWholeBodyFails() throws Exception {
    int more = 64 << 20; // than buffers take
    Transfer transfer = client.send(url(), source(new byte[more]), 0, more, STALL);
    HttpRequest request = manager.transfer();
    request.answer(200, new byte[0]);
    assertThatThrownBy(() -> result(transfer)).hasMessageContaining("before it had all bytes");
  }

  @Test
  void aSourceThatFailsInMidTransferCutsItWithItsFailure() throws Exception {
    Source failing =
        (position, most, to) -> {
          if (position == 2_000_000) {
            throw new IOException("a bad block");
          }
          file.read(position, Math.min(most, 2_000_000 - position), to);
        };
    Transfer transfer = client.send(url(), failing, 0, content.length, STALL);
    HttpRequest request = manager.transfer();
    assertThat(request.in().readNBytes(2_000_000)).isEqualTo(Arrays.copyOf(content, 2_000_000));
    assertThat(request.endedByPeer()).isTrue();
    assertThatThrownBy(() -> result(transfer)).hasRootCauseMessage("a bad block");
  }

  @Test
  void transfersThatShareABufferSendEachTheirOwnBytes() throws Exception {
    client.close();
    client = new TransferClient(1, TransferClientTest::daemon, Credentials.none());
    byte[] others = new byte[20_000_000];
    new Random(6).nextBytes(others);
    Transfer first = client.send(url(), source(others), 0, others.length, STALL);
    HttpRequest firstRequest = manager.transfer();
    Transfer second = client.send(url(), file, 0, content.length, STALL);
    HttpRequest secondRequest = manager.transfer();
    assertThat(secondRequest.body()).isEqualTo(content);
    assertThat(firstRequest.body()).isEqualTo(others);
    firstRequest.answer(200, new byte[0]);
    secondRequest.answer(200, new byte[0]);
    assertThat(result(first)).isEqualTo(others.length);
    assertThat(result(second)).isEqualTo(content.length);
  }

  @Test
  void aManagerThatResetsTheConnectionFailsTheTransfer() throws Exception {
    Transfer transfer = client.send(url(), file, 0, content.length, STALL);
    manager.transfer().drop();
    assertThatThrownBy(() -> result(transfer)).cause().isInstanceOf(TransferException.class);
  }

  @Test
  void cancellingEndsTheConnection() throws Exception {
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nContent-Length: 100\n\nabc");
    Waiting.until("the first bytes", () -> received.size() == 3);
    transfer.cancel();
    assertThat(request.endedByPeer()).isTrue();
    assertThatThrownBy(() -> result(transfer)).hasMessageContaining("cancelled");
  }

  @Test
  void closingTheClientCutsWhatIsUnderWayAndRefusesWhatComes() throws Exception {
    Transfer transfer = receive();
    HttpRequest request = manager.transfer();
    client.close();
    assertThat(request.endedByPeer()).isTrue();
    assertThatThrownBy(() -> result(transfer)).cause().isInstanceOf(TransferException.class);
    Transfer late = receive();
    assertThatThrownBy(() -> result(late)).cause().isInstanceOf(TransferException.class);
  }

  @Test
  void aPortWhereNobodyListensFails() throws Exception {
    manager.stopListening();
    assertThatThrownBy(() -> result(receive())).cause().isInstanceOf(TransferException.class);
  }

  @Test
  void aConnectionServesOneTransferAfterTheOther() throws Exception {
    client.close();
    client = new TransferClient(1, TransferClientTest::daemon, Credentials.none());
    Transfer first = receive();
    HttpRequest request = manager.transfer();
    request.answer(200, new byte[] {1});
    result(first);
    Transfer second = client.send(url(), file, 0, 5, STALL);
    HttpRequest next = manager.next(request);
    assertThat(next.body()).hasSize(5);
    next.answer(200, new byte[0]);
    assertThat(result(second)).isEqualTo(5);
  }

  @Test
  void aKeptConnectionThatTheManagerClosesOnUseIsReplaced() throws Exception {
    client.close();
    client = new TransferClient(1, TransferClientTest::daemon, Credentials.none());
    Transfer first = receive();
    HttpRequest request = manager.transfer();
    request.answer(200, new byte[] {1});
    result(first);
    Transfer second = client.send(url(), file, 0, 5, STALL);
    manager.accept(false);
    assertThat(manager.next(request).line()).startsWith("POST");
    manager.accept(true);
    request.drop();
    HttpRequest again = manager.transfer();
    assertThat(again.body()).hasSize(5);
    again.answer(200, new byte[0]);
    assertThat(result(second)).isEqualTo(5);
  }

  @Test
  void aConnectionThatIsToBeClosedIsNotUsedAgain() throws Exception {
    client.close();
    client = new TransferClient(1, TransferClientTest::daemon, Credentials.none());
    Transfer first = receive();
    manager.transfer().raw("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 1\n\nx");
    result(first);
    Transfer second = receive();
    manager.transfer().answer(200, new byte[] {1});
    assertThat(result(second)).isEqualTo(1);
  }

  @Test
  void aThousandTransfersThatHaveStoppedDoNotHoldUpOne() throws Exception {
    List<Transfer> slow = new ArrayList<>();
    List<HttpRequest> requests = new ArrayList<>();
    int threads = Thread.activeCount();
    for (int i = 0; i < 1000; i++) {
      slow.add(client.receive(url(), bytes -> {}, STALL));
      requests.add(manager.transfer());
      requests.get(i).raw("HTTP/1.1 200 OK\nContent-Length: 2\n\na");
    }
    assertThat(Thread.activeCount()).isLessThan(threads + 500);
    Transfer quick = receive();
    manager.transfer().answer(200, content);
    assertThat(result(quick)).isEqualTo(content.length);
    for (int i = 0; i < 1000; i++) {
      requests.get(i).raw("b");
      assertThat(result(slow.get(i))).isEqualTo(2);
    }
  }

  @Test
  void aManagerThatNeverTakesOrGivesAByteIsGivenUp() throws Exception {
    Transfer transfer = client.send(url(), file, 0, 10, Duration.ofMillis(150));
    HttpRequest request = manager.transfer();
    assertThat(request.endedByPeer()).isTrue();
    assertThatThrownBy(() -> result(transfer)).hasMessageContaining("no byte went");
  }

  private static Source source(byte[] content) {
    return (position, most, to) -> {
      int length = (int) Math.min(most, to.clear().remaining());
      to.put(content, (int) position, length).flip();
    };
  }

  private URI url() {
    return manager.url().base().resolve("transfer/t");
  }

  private Transfer receive() {
    return client.receive(url(), this::write, STALL);
  }

  private void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      received.write(bytes.get());
    }
  }

  private static long result(Transfer transfer) throws Exception {
    try {
      return transfer.done().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }
}

package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.FileChangedException;
import io.github.dfserver.client.error.FileDoesNotExistException;
import io.github.dfserver.client.error.TransferCancelledException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {
  private static final Stored FILE = Stored.of("a/b.txt", "some content");

  private final ScriptedManager manager = new ScriptedManager();
  private final DfsClient client = manager.client();

  @AfterEach
  void close() throws IOException {
    client.close();
    manager.close();
  }

  private String read(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get(name, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aWholeFileComesWithWhatIsKnownOfIt() throws IOException {
    manager.then(FILE::whole);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    FileInfo info = client.get(FILE.name(), out);

    assertThat(out.toByteArray()).isEqualTo(FILE.bytes());
    assertThat(info.size()).isEqualTo(12);
    assertThat(info.sha256()).isEqualTo(FILE.sha256());
    assertThat(info.contentType()).isEqualTo("text/plain");
    assertThat(info.lastModified()).isEqualTo("2026-11-22T23:46:10Z");
  }

  @Test
  void aConnectionThatBreaksAnywhereIsResumed() throws IOException {
    for (int cut = 0; cut < FILE.bytes().length; cut++) {
      int place = cut;
      manager.then(exchange -> FILE.cutAfter(exchange, place)).then(FILE::range);

      assertThat(read(FILE.name())).isEqualTo("some content");

      Exchange last = manager.requests().get(manager.requests().size() - 1);
      assertThat(last.header("Range")).isEqualTo("bytes=" + cut + "-11");
      assertThat(last.header("If-Match")).isEqualTo("\"" + FILE.sha256() + "\"");
    }
  }

  @Test
  void progressMakesAttemptsCountAnew() throws IOException {
    manager.then(exchange -> FILE.cutAfter(exchange, 1));
    for (int from = 1; from < 12; from++) {
      int first = from;
      String range = "bytes " + first + "-11/12";
      byte[] rest = Arrays.copyOfRange(FILE.bytes(), first, 12);
      manager.then(exchange -> exchange.cut(206, rest, 1, "Content-Range", range));
    }

    assertThat(read(FILE.name())).isEqualTo("some content");
    assertThat(manager.requests()).hasSize(12);
  }

  @Test
  void breaksBeforeTheAnswerAndPassingErrorsAreTriedAgain() throws IOException {
    manager
        .then(Exchange::breakOff)
        .then(exchange -> exchange.problem(503, 4, "Retry-After", "0"))
        .then(exchange -> FILE.cutAfter(exchange, 3))
        .then(Exchange::breakOff)
        .then(exchange -> exchange.answer(502, new byte[0]))
        .then(FILE::range);

    assertThat(read(FILE.name())).isEqualTo("some content");
  }

  @Test
  void inTheEndABreakIsThrown() {
    manager.always(exchange -> exchange.cut(200, new byte[10], 0));

    assertThatThrownBy(() -> read(FILE.name())).isInstanceOf(ConnectionException.class);
  }

  @Test
  void aFileThatWasReplacedMeanwhileIsNotMixed() {
    manager.then(exchange -> FILE.cutAfter(exchange, 3)).then(exchange -> exchange.problem(412, 6));

    assertThatThrownBy(() -> read(FILE.name())).isInstanceOf(FileChangedException.class);
  }

  @Test
  void wrongBytesAreFound(@TempDir Path directory) throws IOException {
    byte[] wrong = "same content".getBytes(StandardCharsets.UTF_8);
    manager.always(exchange -> exchange.answer(200, wrong, FILE.headers()));

    assertThatThrownBy(() -> client.get(FILE.name(), directory.resolve("x")))
        .isInstanceOf(DigestMismatchException.class);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aLocalFileIsReplacedWhenAllIsThere(@TempDir Path directory) throws IOException {
    Path target = Files.writeString(directory.resolve("x"), "before");
    manager
        .then(exchange -> exchange.problem(404, 2))
        .then(exchange -> FILE.cutAfter(exchange, 5))
        .then(FILE::range);

    assertThatThrownBy(() -> client.get(FILE.name(), target))
        .isInstanceOf(FileDoesNotExistException.class);
    assertThat(target).hasContent("before");
    client.get(FILE.name(), target);

    assertThat(target).hasContent("some content");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void aRangeIsAPart() throws IOException {
    manager.then(FILE::range).then(FILE::range);

    try (Download part = client.open(FILE.name(), ByteRange.of(5, 8))) {
      assertThat(part.length()).isEqualTo(4);
      assertThat(part.info().size()).isEqualTo(12);
      assertThat(part.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("cont");
      assertThat(part.read()).isEqualTo(-1);
    }
    try (Download part = client.open(FILE.name(), ByteRange.from(5))) {
      assertThat(part.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
    }
  }

  @Test
  void aWholeFileInsteadOfAPartIsAnError() {
    Stored large = new Stored("large", new byte[1 << 20]);
    manager.always(large::whole);

    assertThatThrownBy(() -> client.open("large", ByteRange.of(5, 8)))
        .isInstanceOf(ConnectionException.class);
  }

  @Test
  void aPartIsResumedToo() throws IOException {
    manager
        .then(
            exchange ->
                exchange.cut(
                    206,
                    "cont".getBytes(StandardCharsets.UTF_8),
                    2,
                    "Content-Range",
                    "bytes 5-8/12",
                    "ETag",
                    "\"" + FILE.sha256() + "\""))
        .then(FILE::range);

    try (Download part = client.open(FILE.name(), ByteRange.of(5, 8))) {
      assertThat(part.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("cont");
    }
    assertThat(manager.requests().get(1).header("Range")).isEqualTo("bytes=7-8");
  }

  @Test
  void silenceIsABreak() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    manager
        .then(
            exchange -> {
              FILE.cutAfter(exchange, 4);
              await(end);
            })
        .then(FILE::range);
    try (DfsClient impatient = manager.builder().readTimeout(Duration.ofMillis(200)).build();
        Download download = impatient.open(FILE.name())) {
      assertThat(download.readAllBytes()).isEqualTo(FILE.bytes());
    } finally {
      end.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aStalledDownloadIsCalledOffAtOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    manager.always(
        exchange -> {
          FILE.cutAfter(exchange, 4);
          await(end);
        });
    Cancellation cancellation = new Cancellation();
    CountDownLatch reading = new CountDownLatch(1);
    Transfer transfer =
        Transfer.watchedBy((bytes, total) -> reading.countDown()).cancelledBy(cancellation);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread downloading =
        new Thread(
            () -> {
              try {
                client.get(FILE.name(), new ByteArrayOutputStream(), transfer);
              } catch (IOException | RuntimeException e) {
                outcome.complete(e);
              }
            });
    downloading.start();
    reading.await();
    cancellation.cancel();

    assertThat(outcome.get()).isInstanceOf(TransferCancelledException.class);
    downloading.join();
    end.countDown();
  }

  @Test
  void whatIsReadToTheEndKeepsItsConnectionAndWhatIsNotCutsIt() throws IOException {
    Stored large = new Stored("large", new byte[1 << 20]);
    manager.then(FILE::whole).then(FILE::whole).then(large::whole).then(FILE::whole);

    read(FILE.name());
    read(FILE.name());
    assertThat(manager.connections()).isEqualTo(1);
    try (Download download = client.open("large")) {
      assertThat(download.read()).isZero();
    }
    read(FILE.name());
    assertThat(manager.connections()).isEqualTo(2);
  }

  @Test
  void progressIsTold() throws IOException {
    manager.then(FILE::whole);
    List<Long> moved = new ArrayList<>();

    client.get(
        FILE.name(),
        new ByteArrayOutputStream(),
        Transfer.watchedBy((bytes, total) -> moved.add(bytes * 100 + total)));

    assertThat(moved).last().isEqualTo(1212L);
  }
}

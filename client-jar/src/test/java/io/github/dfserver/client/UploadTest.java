package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DigestMismatchException;
import io.github.dfserver.client.error.InvalidRequestException;
import io.github.dfserver.client.error.NameInUseException;
import io.github.dfserver.client.error.ServersUnavailableException;
import io.github.dfserver.client.error.TransferCancelledException;
import io.github.dfserver.client.error.UnauthorizedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UploadTest {
  private static final Stored FILE = Stored.of("a/b.txt", "some content");
  private static final Stored LARGE = new Stored("large", new byte[300_000]);

  private final ScriptedManager manager = new ScriptedManager();
  private final DfsClient client = manager.client();

  @AfterEach
  void close() throws IOException {
    client.close();
    manager.close();
  }

  private static void store(Exchange exchange, Stored file) throws IOException {
    assertThat(exchange.body()).isEqualTo(file.bytes());
    exchange.json(201, file.json());
  }

  private static InputStream stream(Stored file) {
    return new ByteArrayInputStream(file.bytes());
  }

  @Test
  void bytesGoWithLengthAndDigest() {
    manager.then(exchange -> store(exchange, FILE));

    StoredFile stored = client.put(FILE.name(), Content.of(FILE.bytes()));

    assertThat(stored.name()).isEqualTo(FILE.name());
    assertThat(stored.size()).isEqualTo(12);
    assertThat(stored.createdAt()).isEqualTo("2026-11-22T23:46:10.110Z");
    Exchange request = manager.requests().get(0);
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.target()).isEqualTo("/file/a/b.txt");
    assertThat(request.header("Content-Length")).isEqualTo("12");
    assertThat(request.header("Content-Digest")).isEqualTo(Digests.field(FILE.sha256()));
    assertThat(request.header("Content-Type")).isNull();
    assertThat(request.header("Expect")).isNull();
  }

  @Test
  void aTypeIsSentAsItIs() {
    manager.then(exchange -> store(exchange, FILE));

    client.put(FILE.name(), Content.of(FILE.bytes()).withType("application/json"));

    assertThat(manager.requests().get(0).header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void emptyContentIsAFile() {
    Stored empty = Stored.of("empty", "");
    manager.then(exchange -> store(exchange, empty));

    assertThat(client.put("empty", Content.of(new byte[0])).size()).isZero();

    assertThat(manager.requests().get(0).header("Content-Length")).isEqualTo("0");
  }

  @Test
  void aFileIsReadFromDisk(@TempDir Path directory) throws IOException {
    Path local = Files.write(directory.resolve("local"), LARGE.bytes());
    manager.then(exchange -> store(exchange, LARGE));

    client.put("large", Content.of(local));

    assertThat(manager.requests().get(0).header("Content-Length")).isEqualTo("300000");
    assertThat(manager.requests().get(0).header("Expect")).isEqualTo("100-continue");
    assertThatThrownBy(() -> Content.of(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatIsHashedOnItsWayIsComparedAndHasItsDigestTheSecondTime() {
    Content content = Content.of(LARGE.bytes()).hashedOnItsWay();
    manager.then(
        exchange -> {
          exchange.body();
          exchange.json(201, FILE.json());
        });
    assertThatThrownBy(() -> client.put("large", content))
        .isInstanceOf(DigestMismatchException.class);

    manager.then(exchange -> exchange.problem(503, 1)).then(exchange -> store(exchange, LARGE));
    assertThat(client.put("large", content).sha256()).isEqualTo(LARGE.sha256());

    assertThat(manager.requests())
        .extracting(request -> request.header("Content-Digest"))
        .containsExactly(null, null, Digests.field(LARGE.sha256()));
  }

  @Test
  void aStreamOfUnknownLengthIsChunked() {
    manager.then(exchange -> store(exchange, LARGE));

    client.put("large", Content.of(stream(LARGE)));

    assertThat(manager.requests().get(0).header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(manager.requests().get(0).header("Content-Digest")).isNull();
  }

  @Test
  void aStreamOfKnownLengthHasThat() {
    manager.then(exchange -> store(exchange, LARGE));

    client.put("large", Content.of(stream(LARGE), 300_000).withSha256(LARGE.sha256()));

    assertThat(manager.requests().get(0).header("Content-Length")).isEqualTo("300000");
    assertThat(manager.requests().get(0).header("Content-Digest")).isNotNull();
  }

  @Test
  void whatTheManagerStoredIsCompared() {
    manager.then(
        exchange -> {
          exchange.body();
          exchange.json(201, FILE.json());
        });

    assertThatThrownBy(() -> client.put("a/b.txt", Content.of(stream(LARGE))))
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageContaining(FILE.sha256());
  }

  @Test
  void contentThatLiesAboutItsLengthIsTheCallersFault() {
    manager.always(Exchange::body);

    assertThatThrownBy(() -> client.put("a", Content.of(stream(FILE), 13)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("ended after 12 of 13");
    assertThatThrownBy(() -> client.put("a", Content.of(stream(FILE), 11)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("more than 11");
    assertThat(manager.requests().size()).isLessThanOrEqualTo(2);
  }

  @Test
  void aBrokenConnectionIsTriedAgain() {
    manager
        .then(Exchange::breakOff)
        .then(
            exchange -> {
              exchange.exactly(5);
              exchange.breakOff();
            })
        .then(exchange -> store(exchange, FILE));

    assertThat(client.put(FILE.name(), Content.of(FILE.bytes())).sha256()).isEqualTo(FILE.sha256());
    assertThat(manager.requests()).hasSize(3);
  }

  @Test
  void theConflictOfARetryIsASuccessWhenItIsTheSameFile() {
    manager
        .then(
            exchange -> {
              exchange.body();
              exchange.breakOff();
            })
        .then(exchange -> exchange.problem(409, 3)) // the attempt before is still under way
        .then(FILE::inUse)
        .then(exchange -> exchange.json(200, "{\"files\":[" + FILE.json() + "]}"));

    StoredFile stored = client.put(FILE.name(), Content.of(FILE.bytes()));

    assertThat(stored.sha256()).isEqualTo(FILE.sha256());
    assertThat(manager.requests().get(3).target()).isEqualTo("/file?limit=1&prefix=a%2Fb.txt");
  }

  @Test
  void theConflictOfARetryIsAConflictWhenItIsAnotherFile() {
    manager.then(Exchange::breakOff).then(Stored.of("a/b.txt", "other")::inUse);

    assertThatThrownBy(() -> client.put(FILE.name(), Content.of(FILE.bytes())))
        .isInstanceOfSatisfying(
            NameInUseException.class,
            e -> assertThat(e.existing().orElseThrow().size()).isEqualTo(5));
  }

  @Test
  void aConflictAtOnceIsAConflictEvenWithTheSameFile() {
    manager.then(FILE::inUse);

    assertThatThrownBy(() -> client.put(FILE.name(), Content.of(FILE.bytes())))
        .isInstanceOf(NameInUseException.class);
    assertThat(manager.requests()).hasSize(1);
  }

  @Test
  void whatIsRefusedForNowIsTriedAgainAndInTheEndThrown() {
    manager.always(exchange -> exchange.problem(503, 1, "Retry-After", "0"));

    assertThatThrownBy(() -> client.put(FILE.name(), Content.of(FILE.bytes())))
        .isInstanceOf(ServersUnavailableException.class);
    assertThat(manager.requests()).hasSize(TestRetries.QUICK.attempts());
  }

  @Test
  void whatIsWrongIsNotTriedAgain() {
    manager.always(exchange -> exchange.problem(400, 6));

    assertThatThrownBy(() -> client.put(FILE.name(), Content.of(FILE.bytes())))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(manager.requests()).hasSize(1);
  }

  @Test
  void aStreamThatWasBegunIsNotTriedAgain() {
    manager.always(
        exchange -> {
          exchange.body();
          exchange.breakOff();
        });

    assertThatThrownBy(() -> client.put(FILE.name(), Content.of(stream(FILE))))
        .isInstanceOf(ConnectionException.class);
    assertThat(manager.requests()).hasSize(1);
  }

  @Test
  void aStreamThatTheManagerDidNotWantYetIsTriedAgain() {
    manager
        .then(
            exchange -> {
              exchange.problem(503, 1);
              exchange.breakOff();
            })
        .then(exchange -> store(exchange, LARGE));

    assertThat(client.put("large", Content.of(stream(LARGE))).size()).isEqualTo(300_000);
  }

  @Test
  void theReasonOfARefusalArrivesWhileTheBodyIsNotSent() {
    manager.always(
        exchange -> {
          exchange.problem(401, 9);
          exchange.breakOff();
        });
    Content.Source nobodyWantsIt =
        () -> {
          throw new AssertionError("opened");
        };
    Content untouched = Content.of(nobodyWantsIt, 1L << 40).withSha256(FILE.sha256());

    assertThatThrownBy(() -> client.put("x", untouched)).isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void theReasonOfARefusalArrivesInTheMiddleOfTheBody() {
    manager.then(
        exchange -> {
          exchange.exactly(10);
          exchange.problem(507, 8);
          exchange.body();
        });

    assertThatThrownBy(() -> client.put("x", Content.of(new byte[60_000])))
        .hasMessageContaining("code 8");
  }

  @Test
  void progressIsTold() {
    manager.then(exchange -> store(exchange, LARGE));
    List<Long> moved = new ArrayList<>();

    client.put(
        "large",
        Content.of(LARGE.bytes()),
        Transfer.watchedBy(
            (bytes, total) -> {
              assertThat(total).isEqualTo(300_000);
              moved.add(bytes);
            }));

    assertThat(moved).isSorted().last().isEqualTo(300_000L);
    assertThat(moved.size()).isGreaterThan(2);
  }

  @Test
  void whatProgressThrowsEndsTheUpload() {
    manager.always(Exchange::body);

    assertThatThrownBy(
            () ->
                client.put(
                    "large",
                    Content.of(LARGE.bytes()),
                    Transfer.watchedBy(
                        (bytes, total) -> {
                          throw new IllegalStateException("enough");
                        })))
        .hasMessage("enough");
    assertThat(manager.requests()).hasSize(1);
  }

  @Test
  void aStalledUploadIsCalledOffAtOnce() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    manager.always(
        exchange -> {
          exchange.body();
          stalled.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            exchange.breakOff();
          }
        });
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread uploading =
        new Thread(
            () -> {
              try {
                client.put(
                    "x", Content.of(FILE.bytes()), Transfer.unwatched().cancelledBy(cancellation));
              } catch (RuntimeException e) {
                outcome.complete(e);
              }
            });
    uploading.start();
    stalled.await();
    cancellation.cancel();

    assertThat(outcome.get()).isInstanceOf(TransferCancelledException.class);
    uploading.join();
    end.countDown();
    assertThatThrownBy(
            () ->
                client.put(
                    "x", Content.of(FILE.bytes()), Transfer.unwatched().cancelledBy(cancellation)))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(manager.requests()).hasSize(1);
  }
}

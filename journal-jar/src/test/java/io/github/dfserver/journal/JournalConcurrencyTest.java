package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalConcurrencyTest {
  private static final int APPENDERS = 24;
  private static final int EACH = 1_000;

  @TempDir private Path directory;

  private final RecordingDisk disk = new RecordingDisk();
  private final JournalOptions options = JournalOptions.defaults().withFiles(disk);

  @Test
  void entriesOfManyAppendersKeepTheOrderOfTheirPositions() throws Exception {
    Map<Long, String> appended = new ConcurrentHashMap<>();
    ExecutorService appenders = Executors.newFixedThreadPool(APPENDERS);
    JournalOptions small = options.withMaxPendingBytes(4096).withSegmentBytes(1 << 16);
    try (Journal journal = Journal.open(directory, 0, small, NOTHING)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int a = 0; a < APPENDERS; a++) {
        String name = "appender " + a;
        work.add(
            () -> {
              appendEach(journal, name, appended);
              return null;
            });
      }
      for (Future<Void> done : appenders.invokeAll(work)) {
        done.get();
      }
    } finally {
      appenders.shutdown();
    }
    Map<Long, String> replayed = new TreeMap<>();
    Journal.open(
            directory,
            0,
            small,
            (position, entry) -> replayed.put(position, UTF_8.decode(entry).toString()))
        .close();
    assertThat(replayed).hasSize(APPENDERS * EACH).isEqualTo(new TreeMap<>(appended));
    Map<String, Integer> counts = new TreeMap<>();
    for (String text : replayed.values()) {
      String[] nameAndNumber = text.split(":", 2);
      assertThat(nameAndNumber[1])
          .isEqualTo(String.valueOf(counts.merge(nameAndNumber[0], 1, Integer::sum)));
    }
  }

  private static void appendEach(Journal journal, String name, Map<Long, String> appended)
      throws IOException {
    for (int i = 1; i <= EACH; i++) {
      String text = name + ":" + i;
      Appended entry = journal.append(bytes(text));
      appended.put(entry.position(), text);
      if (i % 10 == 0) {
        entry.forced().join();
        assertThat(journal.forcedPosition()).isGreaterThanOrEqualTo(entry.position());
      }
    }
  }

  @Test
  void noMoreThanTheBoundIsPendingAndTheWaitForRoomIsLimited() throws Exception {
    CountDownLatch goOn = holdUpForces();
    JournalOptions bounded =
        options.withMaxPendingBytes(4096).withAppendTimeout(Duration.ofMillis(20));
    try (Journal journal = Journal.open(directory, 0, bounded, NOTHING)) {
      armed.set(1);
      List<String> taken = new ArrayList<>();
      assertThatExceptionOfType(JournalBusyException.class)
          .isThrownBy(
              () -> {
                while (true) {
                  String text = "entry " + taken.size();
                  journal.append(bytes(text));
                  taken.add(text);
                }
              })
          .withMessageContaining("20 ms");
      assertThat(journal.appendedPosition() - journal.forcedPosition()).isBetween(2000L, 4096L);
      assertThat(journal.failed()).isFalse();

      goOn.countDown();
      journal.whenForced(journal.appendedPosition()).join();
      journal.append(bytes("later")).forced().join();
      taken.add("later");
      assertThat(Texts.replay(directory, 0)).isEqualTo(taken);
    }
  }

  @Test
  void anAppenderThatWaitsForRoomGoesOnWhenThereIsSome() throws Exception {
    CountDownLatch goOn = holdUpForces();
    try (Journal journal = Journal.open(directory, 0, options.withMaxPendingBytes(256), NOTHING)) {
      armed.set(1);
      CompletableFuture<Integer> outcome = new CompletableFuture<>();
      Thread appender = appender(journal, 50, outcome);
      Waiting.until(() -> appender.getState() == Thread.State.TIMED_WAITING);
      assertThat(outcome).isNotDone();
      goOn.countDown();
      assertThat(outcome.get()).isEqualTo(50);
    }
    assertThat(Texts.replay(directory, 0)).hasSize(50);
  }

  @Test
  void anInterruptEndsTheWaitForRoomAndNothingElse() throws Exception {
    CountDownLatch goOn = holdUpForces();
    try (Journal journal = Journal.open(directory, 0, options.withMaxPendingBytes(256), NOTHING)) {
      armed.set(1);
      CompletableFuture<Integer> outcome = new CompletableFuture<>();
      Thread appender = appender(journal, 50, outcome);
      Waiting.until(() -> appender.getState() == Thread.State.TIMED_WAITING);
      appender.interrupt();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(outcome::get)
          .withCauseInstanceOf(JournalBusyException.class);
      goOn.countDown();
      journal.append(bytes("later")).forced().join();
    }
  }

  @Test
  void anInterruptOfTheWriterThreadStopsNothing() throws Exception {
    AtomicReference<Thread> writer = new AtomicReference<>();
    JournalOptions real =
        JournalOptions.defaults()
            .withSegmentBytes(4096)
            .withThreadFactory(
                work -> {
                  writer.set(new Thread(work));
                  return writer.get();
                });
    try (Journal journal = Journal.open(directory, 0, real, NOTHING)) {
      for (int i = 0; i < 100; i++) {
        CompletableFuture<Void> forced = journal.append(bytes("entry")).forced();
        if (i % 5 == 0) {
          writer.get().interrupt();
        }
        forced.join();
      }
    }
    assertThat(Texts.replay(directory, 0)).hasSize(100);
  }

  @Test
  void anEntryLongerThanAllowedIsRefused() throws IOException {
    JournalOptions small = options.withMaxPendingBytes(1000);
    try (Journal journal = Journal.open(directory, 0, small, NOTHING)) {
      assertThat(small.maxEntryBytes()).isEqualTo(484);
      journal.append(ByteBuffer.allocate(484)).forced().join();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> journal.append(ByteBuffer.allocate(400), ByteBuffer.allocate(85)))
          .withMessage("An entry of 485 bytes is too long; at most 484 are allowed");
      assertThat(journal.appendedPosition()).isEqualTo(500);
    }
  }

  @Test
  void theExecutorIsGivenOneTaskForEachGroup() throws Exception {
    CountDownLatch goOn = holdUpForces();
    AtomicInteger tasks = new AtomicInteger();
    ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "told"));
    JournalOptions handed =
        options.withExecutor(
            task -> {
              tasks.incrementAndGet();
              executor.execute(task);
            });
    try (Journal journal = Journal.open(directory, 0, handed, NOTHING)) {
      armed.set(1);
      List<CompletableFuture<String>> stages = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        stages.add(
            journal
                .append(bytes("entry " + i))
                .forced()
                .thenApply(nothing -> Thread.currentThread().getName()));
        if (i == 0) {
          Waiting.until(() -> disk.waiting() > 0);
        }
      }
      goOn.countDown();
      for (CompletableFuture<String> stage : stages) {
        assertThat(stage.get()).isEqualTo("told");
      }
      assertThat(tasks).hasValue(2);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void anExecutorThatTakesNothingKeepsNobodyWaiting() throws Exception {
    JournalOptions refusing =
        options.withExecutor(
            task -> {
              throw new RejectedExecutionException("shut down");
            });
    try (Journal journal = Journal.open(directory, 0, refusing, NOTHING)) {
      journal.append(bytes("entry")).forced().get();
      assertThat(journal.failed()).isFalse();
    }
  }

  @Test
  void aDependentStageMayAppendButTheWriterNeverWaitsForItself() throws Exception {
    CountDownLatch goOn = holdUpForces();
    try (Journal journal = Journal.open(directory, 0, options.withMaxPendingBytes(256), NOTHING)) {
      armed.set(1);
      CompletableFuture<Integer> appended = new CompletableFuture<>();
      var unused =
          journal.append(bytes("first")).forced().thenRun(() -> appendUntilBusy(journal, appended));
      // Only now, or the stage might run on this thread, which may wait and so would never be done.
      goOn.countDown();
      assertThat(appended.get()).isPositive();
    }
  }

  private static void appendUntilBusy(Journal journal, CompletableFuture<Integer> appended) {
    int count = 0;
    try {
      while (true) {
        journal.append(bytes("from the writer thread"));
        count++;
      }
    } catch (JournalBusyException e) {
      appended.complete(count);
    } catch (JournalFailedException e) {
      appended.completeExceptionally(e);
    }
  }

  private final AtomicInteger armed = new AtomicInteger();

  /** From the time it is armed, forces wait until the latch is counted down. */
  private CountDownLatch holdUpForces() {
    CountDownLatch goOn = new CountDownLatch(1);
    disk.setGate(
        (what, file) -> {
          if (armed.get() > 0 && what.equals("force")) {
            Waiting.on(goOn);
          }
        });
    return goOn;
  }

  private static Thread appender(Journal journal, int entries, CompletableFuture<Integer> outcome) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < entries; i++) {
                  journal.append(bytes("entry " + i));
                }
                outcome.complete(entries);
              } catch (JournalFailedException e) {
                outcome.completeExceptionally(e);
              }
            });
    thread.start();
    return thread;
  }
}

package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalFailureTest {
  @TempDir private Path directory;

  private final RecordingDisk disk = new RecordingDisk();
  private final JournalOptions options =
      JournalOptions.defaults().withSegmentBytes(512).withFiles(disk);

  @ParameterizedTest
  @CsvSource({"write, 12", "force, 10", "create, 2", "forceDirectory, 2"})
  void aCallThatFailsStopsTheWriterForGood(String call, int nth) throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    Journal journal = Journal.open(directory, 0, options, NOTHING);
    int[] calls = {0};
    disk.setGate(
        (what, file) -> {
          if (what.equals(call) && ++calls[0] >= nth) {
            broken.set(true);
            throw new IOException("no luck");
          }
        });
    List<Appended> kept = new ArrayList<>();
    Throwable failure = null;
    while (failure == null) {
      Appended appended = journal.append(bytes("entry number " + kept.size()));
      failure = failureOf(appended.forced());
      if (failure == null) {
        kept.add(appended);
      }
    }
    assertThat(broken).isTrue();
    assertThat(failure)
        .isInstanceOf(JournalFailedException.class)
        .hasMessageContaining("no luck")
        .hasRootCauseMessage("no luck");
    assertThat(journal.failed()).isTrue();

    // The disk would answer well now, but nobody asks it again.
    disk.setGate((what, file) -> {});
    int before = disk.events().size();
    assertThatExceptionOfType(JournalFailedException.class)
        .isThrownBy(() -> journal.append(bytes("later")))
        .withMessageContaining("no luck");
    assertThat(failureOf(journal.whenForced(journal.appendedPosition())))
        .isInstanceOf(JournalFailedException.class);
    assertThatExceptionOfType(JournalFailedException.class).isThrownBy(journal::close);
    assertThatExceptionOfType(JournalFailedException.class)
        .isThrownBy(() -> journal.release(journal.forcedPosition()));
    assertThat(disk.events()).hasSize(before);

    // What was forced before stays so.
    assertThat(journal.forcedPosition()).isEqualTo(kept.get(kept.size() - 1).position());
    assertThat(journal.whenForced(journal.forcedPosition())).isCompleted();
    assertThat(Texts.replay(directory, 0)).hasSizeGreaterThanOrEqualTo(kept.size());
  }

  @Test
  void everyoneWhoWaitsIsToldOfTheFailure() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Journal journal = Journal.open(directory, 0, options, NOTHING);
    disk.setGate(
        (what, file) -> {
          if (what.equals("force")) {
            reached.countDown();
            Waiting.on(goOn);
            throw new IOException("no luck");
          }
        });
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    Appended inForce = journal.append(bytes("being forced"));
    stages.add(inForce.forced());
    reached.await();
    stages.add(journal.whenForced(inForce.position()));
    Appended pending = journal.append(bytes("pending"));
    stages.add(pending.forced());
    stages.add(journal.whenForced(pending.position()));
    assertThat(stages).noneMatch(CompletableFuture::isDone);

    goOn.countDown();
    for (CompletableFuture<Void> stage : stages) {
      assertThat(failureOf(stage)).isInstanceOf(JournalFailedException.class);
    }
    assertThatExceptionOfType(JournalFailedException.class).isThrownBy(journal::close);
  }

  @Test
  void aThreadThatWaitsForRoomIsToldOfTheFailure() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Journal journal = Journal.open(directory, 0, options.withMaxPendingBytes(256), NOTHING);
    disk.setGate(
        (what, file) -> {
          if (what.equals("force")) {
            Waiting.on(goOn);
            throw new IOException("no luck");
          }
        });
    CompletableFuture<Exception> outcome = new CompletableFuture<>();
    Thread appender =
        new Thread(
            () -> {
              try {
                while (true) {
                  journal.append(bytes("entry"));
                }
              } catch (JournalFailedException e) {
                outcome.complete(e);
              }
            });
    appender.start();
    Waiting.until(() -> appender.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    assertThat(outcome.get())
        .isExactlyInstanceOf(JournalFailedException.class)
        .hasMessageContaining("no luck");
    assertThatExceptionOfType(JournalFailedException.class).isThrownBy(journal::close);
  }

  @Test
  void anEntryThatWasOnlyInThePageCacheIsWrittenAgainAtTheNextOpening() throws Exception {
    Journal journal = Journal.open(directory, 0, options, NOTHING);
    disk.setGate(
        (what, file) -> {
          if (what.equals("force")) {
            throw new IOException("no luck");
          }
        });
    assertThat(failureOf(journal.append(bytes("entry")).forced())).isNotNull();
    assertThatExceptionOfType(JournalFailedException.class).isThrownBy(journal::close);

    disk.setGate((what, file) -> {});
    int before = disk.events().size();
    List<String> texts = new ArrayList<>();
    Journal.open(directory, 0, options, Texts.into(texts)).close();
    assertThat(texts).containsExactly("entry");
    int entryBytes = EntryHeader.BYTES + "entry".length();
    assertThat(disk.events().subList(before, disk.events().size()))
        .extracting(RecordingDisk.Event::what, RecordingDisk.Event::offset)
        .containsSubsequence(tuple("write", (long) SegmentHeader.BYTES), tuple("force", 0L));
    assertThat(disk.events().get(disk.events().size() - 2).length()).isEqualTo(entryBytes);
  }

  @Test
  void aSegmentThatCannotBeDeletedIsTriedAgainAndStopsNothing() throws Exception {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      for (int i = 0; i < 100; i++) {
        journal.append(bytes("entry " + i)).forced().join();
      }
      disk.setGate(
          (what, file) -> {
            if (what.equals("delete")) {
              throw new IOException("no luck");
            }
          });
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> journal.release(journal.forcedPosition()))
          .withMessage("no luck");
      assertThat(journal.failed()).isFalse();
      disk.setGate((what, file) -> {});
      journal.release(journal.forcedPosition());
      assertThat(directory.toFile().list()).hasSize(1);
      journal.append(bytes("later")).forced().join();
    }
  }

  private static Throwable failureOf(CompletableFuture<Void> stage) throws InterruptedException {
    try {
      stage.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}

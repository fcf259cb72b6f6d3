package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static io.github.dfserver.journal.Texts.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCloseTest {
  @TempDir private Path directory;

  private final RecordingDisk disk = new RecordingDisk();
  private final JournalOptions options = JournalOptions.defaults().withFiles(disk);

  @Test
  void whatIsPendingIsForcedBeforeTheCloseReturns() throws IOException {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      for (int i = 0; i < 1000; i++) {
        stages.add(journal.append(bytes("entry " + i)).forced());
      }
    }
    assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompleted());
    assertThat(replay(directory, 0)).hasSize(1000);
  }

  @Test
  void aClosedJournalTakesNothingAndHasNotFailed() throws IOException {
    Journal journal = Journal.open(directory, 0, options, NOTHING);
    Appended kept = journal.append(bytes("kept"));
    journal.close();
    journal.close();
    assertThatExceptionOfType(JournalFailedException.class)
        .isThrownBy(() -> journal.append(bytes("late")))
        .withMessage("The journal is closed");
    assertThatExceptionOfType(JournalFailedException.class)
        .isThrownBy(() -> journal.release(kept.position()));
    assertThat(journal.failed()).isFalse();
    assertThat(journal.whenForced(kept.position())).isCompleted();
    assertThat(replay(directory, 0)).containsExactly("kept");
  }

  @Test
  void theWaitForTheDiskIsLimited() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    JournalOptions hasty = options.withAppendTimeout(Duration.ofMillis(20));
    Journal journal = Journal.open(directory, 0, hasty, NOTHING);
    disk.setGate((what, file) -> Waiting.on(goOn));
    Appended pending = journal.append(bytes("pending"));
    assertThatExceptionOfType(JournalBusyException.class).isThrownBy(journal::close);
    assertThat(pending.forced()).isNotDone();
    goOn.countDown();
    pending.forced().get();
    assertThat(replay(directory, 0)).containsExactly("pending");
  }

  @Test
  void aDependentStageMayCloseTheJournal() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Journal journal = Journal.open(directory, 0, options, NOTHING);
    disk.setGate((what, file) -> Waiting.on(goOn));
    CompletableFuture<Void> closed =
        journal
            .append(bytes("last"))
            .forced()
            .thenRun(
                () -> {
                  try {
                    journal.close();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    goOn.countDown();
    closed.get();
    assertThatExceptionOfType(JournalFailedException.class)
        .isThrownBy(() -> journal.append(bytes("late")));
    journal.close();
    assertThat(replay(directory, 0)).containsExactly("last");
  }

  @Test
  void aPositionBeyondTheEndCannotBeWaitedFor() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      assertThatIllegalArgumentException().isThrownBy(() -> journal.whenForced(1));
      assertThat(journal.whenForced(0)).isCompleted();
    }
  }

  @Test
  void aThreadFactoryThatGivesNoThreadEndsTheOpening() throws IOException {
    assertThatNullPointerException()
        .isThrownBy(
            () -> Journal.open(directory, 0, options.withThreadFactory(work -> null), NOTHING));
    Journal.open(directory, 0, options, NOTHING).close();
  }

  @Test
  void optionsThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> options.withSegmentBytes(255));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxPendingBytes(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withAppendTimeout(Duration.ofSeconds(-1)));
    assertThatNullPointerException().isThrownBy(() -> options.withExecutor(null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Journal.open(directory, -1, options, NOTHING));
  }
}

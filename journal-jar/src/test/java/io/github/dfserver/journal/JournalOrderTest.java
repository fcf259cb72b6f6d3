package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dfserver.journal.RecordingDisk.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill -9 cannot show: the recorded order of calls. */
class JournalOrderTest {
  @TempDir private Path directory;

  private final RecordingDisk disk = new RecordingDisk();
  private final JournalOptions options =
      JournalOptions.defaults().withSegmentBytes(1024).withMaxPendingBytes(4096).withFiles(disk);

  @Test
  void noEntryIsAcknowledgedBeforeItsBytesAndItsSegmentAreForced() throws Exception {
    appendAndAcknowledge(options, 4, 200);
    // A second life goes on in the last segment of the first one.
    appendAndAcknowledge(options, 4, 200);

    assertThat(disk.count("create")).isGreaterThan(10);
    assertThat(unsafeAcknowledgements(disk.events())).isEmpty();
  }

  @Test
  void theCheckOfThisTestNoticesWhenNothingIsForced() throws Exception {
    appendAndAcknowledge(options.withForce(false), 1, 20);
    assertThat(unsafeAcknowledgements(disk.events())).isNotEmpty();
  }

  @Test
  void aTornEndIsCutOffAndThatIsForcedBeforeAnythingIsWrittenThere() throws IOException {
    long end;
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      end = journal.append(bytes("whole")).position();
    }
    Path file = directory.resolve(SegmentHeader.fileName(0));
    Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    int before = disk.events().size();
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      journal.append(bytes("after"));
    }
    long endOffset = SegmentHeader.BYTES + end;
    List<Event> events = disk.events().subList(before, disk.events().size());
    assertThat(events)
        .filteredOn(event -> !event.is("forceDirectory") && event.offset() != SegmentHeader.BYTES)
        .extracting(Event::what, Event::offset)
        .startsWith(
            tuple("force", 0L),
            tuple("truncate", endOffset),
            tuple("force", 0L),
            tuple("write", endOffset));
  }

  @Test
  void eachDeletionOfASegmentIsForcedBeforeTheNextOlderFirst() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      List<String> segments = appendSegments(journal, 4);
      int before = disk.events().size();
      journal.release(journal.forcedPosition());
      assertThat(disk.events().subList(before, disk.events().size()))
          .extracting(Event::what, Event::file)
          .containsExactly(
              tuple("delete", segments.get(0)),
              tuple("forceDirectory", directory.getFileName().toString()),
              tuple("delete", segments.get(1)),
              tuple("forceDirectory", directory.getFileName().toString()),
              tuple("delete", segments.get(2)),
              tuple("forceDirectory", directory.getFileName().toString()));
    }
  }

  @Test
  void noSegmentIsDeletedWhenTheDeletionOfAnOlderOneCouldNotBeForced() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      List<String> segments = appendSegments(journal, 4);
      disk.setGate(
          (what, file) -> {
            if (what.equals("forceDirectory")) {
              throw new IOException("no force");
            }
          });
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatIOException()
            .isThrownBy(() -> journal.release(journal.forcedPosition()))
            .withMessage("no force");
        assertThat(directory.toFile().list())
            .containsExactlyInAnyOrderElementsOf(segments.subList(1, 4));
      }
      disk.setGate((what, file) -> {});
      journal.release(journal.forcedPosition());
      assertThat(directory.toFile().list()).containsExactly(segments.get(3));
    }
  }

  @Test
  void openingForcesAlsoTheSegmentsThatAreNotReplayed() throws IOException {
    List<String> segments;
    long end;
    try (Journal journal = Journal.open(directory, 0, options.withForce(false), NOTHING)) {
      segments = appendSegments(journal, 4);
      end = journal.appendedPosition();
    }
    Journal.open(directory, end, options, NOTHING).close();
    assertThat(disk.events())
        .filteredOn(event -> event.is("force"))
        .extracting(Event::file)
        .containsAll(segments);
  }

  /** Appends until there are so many segments; returns their names. */
  private List<String> appendSegments(Journal journal, int count) throws IOException {
    while (disk.count("create") < count) {
      journal.append(bytes("entry")).forced().join();
    }
    return disk.events().stream().filter(event -> event.is("create")).map(Event::file).toList();
  }

  @Test
  void aStageIsNotCompleteWhileTheForceIsUnderWay() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      disk.setGate(
          (what, file) -> {
            if (what.equals("force")) {
              reached.countDown();
              Waiting.on(goOn);
            }
          });
      Appended appended = journal.append(bytes("entry"));
      CompletableFuture<Void> whenForced = journal.whenForced(appended.position());
      reached.await();
      Appended next = journal.append(bytes("next"));
      assertThat(appended.forced()).isNotDone();
      assertThat(whenForced).isNotDone();
      assertThat(journal.forcedPosition()).isZero();

      goOn.countDown();
      next.forced().join();
      assertThat(appended.forced()).isCompleted();
      assertThat(whenForced).isCompleted();
      assertThat(journal.forcedPosition()).isEqualTo(next.position());
      assertThat(journal.whenForced(next.position())).isCompleted();
    }
  }

  @Test
  void entriesThatComeInDuringAForceShareTheNextOne() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      disk.setGate(
          (what, file) -> {
            if (what.equals("force")) {
              reached.countDown();
              Waiting.on(goOn);
            }
          });
      journal.append(bytes("first"));
      reached.await();
      long before = disk.count("force");
      List<CompletableFuture<Void>> forced = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        forced.add(journal.append(bytes("entry " + i)).forced());
      }
      goOn.countDown();
      CompletableFuture.allOf(forced.toArray(CompletableFuture[]::new)).join();
      assertThat(disk.count("force") - before).isEqualTo(2);
    }
  }

  @Test
  void withoutForcingNothingIsForcedAndEntriesAreWrittenAllTheSame() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options.withForce(false), NOTHING)) {
      for (int i = 0; i < 100; i++) {
        journal.append(bytes("entry " + i)).forced().join();
      }
    }
    assertThat(Texts.replay(directory, 0)).hasSize(100).endsWith("entry 99");
    try (Journal journal = Journal.open(directory, 0, options.withForce(false), NOTHING)) {
      journal.release(journal.forcedPosition());
    }
    assertThat(disk.count("delete")).isPositive();
    assertThat(disk.count("force")).isZero();
    assertThat(disk.count("forceDirectory")).isZero();
  }

  private void appendAndAcknowledge(JournalOptions how, int threads, int each) throws Exception {
    try (Journal journal = Journal.open(directory, 0, how, NOTHING)) {
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Thread thread = new Thread(() -> appendAndAcknowledge(journal, each));
        thread.start();
        running.add(thread);
      }
      for (Thread thread : running) {
        thread.join();
      }
    }
  }

  private void appendAndAcknowledge(Journal journal, int entries) {
    try {
      List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
      for (int i = 0; i < entries; i++) {
        Appended appended = journal.append(bytes("entry " + i));
        acknowledged.add(
            appended
                .forced()
                .thenRun(() -> disk.record("acknowledge", "", appended.position(), 0)));
        if (i % 7 == 0) {
          acknowledged.get(i).join();
        }
      }
      acknowledged.forEach(CompletableFuture::join);
    } catch (JournalFailedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Follows the calls and returns the acknowledgements that a loss of power could break. */
  private static List<Event> unsafeAcknowledgements(List<Event> events) {
    Map<String, Long> written = new HashMap<>();
    Map<String, Long> forced = new HashMap<>();
    TreeMap<Long, String> segments = new TreeMap<>();
    List<String> created = new ArrayList<>();
    List<String> durable = new ArrayList<>();
    List<Event> unsafe = new ArrayList<>();
    for (Event event : events) {
      switch (event.what()) {
        case "create" -> {
          created.add(event.file());
          segments.put(SegmentHeader.first(event.file()).getAsLong(), event.file());
        }
        case "write" -> written.merge(event.file(), event.offset() + event.length(), Math::max);
        case "force" -> forced.put(event.file(), written.getOrDefault(event.file(), 0L));
        case "forceDirectory" -> durable.addAll(created);
        case "acknowledge" -> {
          Map.Entry<Long, String> segment = segments.lowerEntry(event.offset());
          long end = SegmentHeader.BYTES + event.offset() - segment.getKey();
          if (forced.getOrDefault(segment.getValue(), 0L) < end
              || !durable.contains(segment.getValue())) {
            unsafe.add(event);
          }
        }
        default -> assertThat(event.what()).isIn("delete", "truncate", "writeZeros");
      }
    }
    return unsafe;
  }
}

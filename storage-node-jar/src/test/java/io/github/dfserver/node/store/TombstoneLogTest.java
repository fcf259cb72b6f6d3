package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Tombstones.Tombstone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstoneLogTest {
  @TempDir Path folder;
  private final DiskFaults disk = new DiskFaults(LocalDisk.withoutFileSystemSync());
  private final SetClock clock = new SetClock();
  private TombstoneLog log;

  /** A clock that the test sets. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() {
    log = new TombstoneLog(new TombstoneSegments(folder, disk), clock);
  }

  private UUID add(long moveSequence) {
    UUID fileId = UUID.randomUUID();
    log.add(log.make(fileId, moveSequence));
    return fileId;
  }

  private Map<UUID, Long> all(int limit) throws IOException {
    Map<UUID, Long> all = new HashMap<>();
    List<UUID> order = new ArrayList<>();
    Optional<UUID> after = Optional.empty();
    TombstonePage page;
    do {
      page = log.page(after, limit);
      for (Tombstone tombstone : page.tombstones()) {
        assertThat(all.put(tombstone.fileId(), tombstone.moveSequence())).isNull();
        order.add(tombstone.fileId());
        after = Optional.of(tombstone.fileId());
      }
      assertThat(page.tombstones()).hasSizeLessThanOrEqualTo(limit);
    } while (page.more());
    assertThat(order).isSortedAccordingTo(IndexTypes.ORDER);
    return all;
  }

  @Test
  void pagesHaveWhatIsInMemoryAndWhatIsInFilesOnce() throws Exception {
    Map<UUID, Long> expected = new HashMap<>();
    for (long i = 0; i < 50; i++) {
      expected.put(add(i), i);
    }
    log.write();
    for (long i = 0; i < 50; i++) {
      expected.put(add(i), i);
    }
    assertThat(all(7)).isEqualTo(expected);
    assertThat(all(100)).isEqualTo(expected);
    log.write();
    open();
    assertThat(all(33)).isEqualTo(expected);
    assertThat(log.write()).isEmpty();
  }

  @Test
  void theHighestMoveSequenceOfAFileCounts() throws Exception {
    UUID fileId = add(5);
    log.write();
    log.add(log.make(fileId, 7));
    log.add(log.make(fileId, 6));
    assertThat(all(10)).isEqualTo(Map.of(fileId, 7L));
    log.write();
    assertThat(all(10)).isEqualTo(Map.of(fileId, 7L));
  }

  @Test
  void whatTheJournalRepeatsIsNotWrittenTwice() throws Exception {
    TombstoneRecord written = log.make(UUID.randomUUID(), 3);
    log.add(written);
    Path file = log.write().orElseThrow();
    open();
    log.add(written);
    log.dropWritten();
    assertThat(log.write()).isEmpty();
    assertThat(Files.size(file)).isEqualTo(TombstoneRecord.BYTES);
  }

  @Test
  void anAppendThatDidNotComeToItsEndCostsOnlyWhatWasNotPromised() throws Exception {
    UUID first = add(1);
    Path file = log.write().orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut), StandardOpenOption.APPEND);
      Files.write(file, new byte[cut], StandardOpenOption.APPEND);
    }
    UUID second = add(2);
    log.write();
    assertThat(all(10)).isEqualTo(Map.of(first, 1L, second, 2L));
  }

  @Test
  void whatCouldNotBeWrittenIsKeptForTheNextTime() throws Exception {
    UUID fileId = add(1);
    disk.fail("append", "", "No space left on device");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.write());
    assertThat(all(10)).containsOnlyKeys(fileId);
    disk.work();
    log.write();
    open();
    assertThat(all(10)).containsOnlyKeys(fileId);
  }

  @Test
  void aTombstoneIsForgottenAfterNinetyDaysAndItsFileSoonAfter() throws Exception {
    UUID old = add(1);
    log.write();
    clock.now = clock.now.plus(Duration.ofDays(6));
    UUID young = add(1);
    log.write();
    assertThat(Trees.files(folder)).hasSize(2);
    clock.now = clock.now.plus(Duration.ofDays(84).minusSeconds(1));
    assertThat(all(10)).containsOnlyKeys(old, young);
    clock.now = clock.now.plusSeconds(2);
    assertThat(all(10)).containsOnlyKeys(young);
    clock.now = clock.now.plus(Duration.ofDays(7));
    assertThat(all(10)).isEmpty();
    UUID next = add(1);
    log.write();
    clock.now = clock.now.plus(Duration.ofDays(1));
    log.write();
    assertThat(all(10)).containsOnlyKeys(next);
    assertThat(Trees.files(folder)).hasSize(2);
  }

  @Test
  void thereAreNeverTooManyFilesAndTheOldestAreForgottenFirst() throws Exception {
    UUID oldest = add(1);
    log.write();
    UUID newest = oldest;
    for (int i = 0; i < TombstoneSegments.MOST_SEGMENTS + 5; i++) {
      Path last = Trees.files(folder).stream().max(byNumber()).orElseThrow();
      Files.write(last, new byte[5 << 20], StandardOpenOption.APPEND);
      clock.now = clock.now.plus(Duration.ofHours(2));
      newest = add(1);
      log.write();
      assertThat(Trees.files(folder)).hasSizeLessThanOrEqualTo(36);
    }
    assertThat(all(100)).containsKey(newest).doesNotContainKey(oldest);
  }

  private static Comparator<Path> byNumber() {
    return Comparator.comparing(path -> Long.parseLong(path.getFileName().toString()));
  }
}

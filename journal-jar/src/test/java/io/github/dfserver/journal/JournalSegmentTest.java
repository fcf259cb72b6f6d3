package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static io.github.dfserver.journal.Texts.replay;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSegmentTest {
  @TempDir private Path directory;

  private final RecordingDisk disk = new RecordingDisk();
  private final JournalOptions options =
      JournalOptions.defaults().withSegmentBytes(512).withFiles(disk);

  @Test
  void segmentsAreBegunAtTheirSizeAndNamedAfterTheirFirstPosition() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      appendEach(journal, 100);
    }
    List<Path> segments = segments();
    assertThat(segments).hasSizeBetween(4, 8);
    assertThat(segments.get(0)).hasFileName("0000000000000000.journal");
    for (int i = 0; i + 1 < segments.size(); i++) {
      long bytes = first(segments.get(i + 1)) - first(segments.get(i));
      assertThat(bytes + SegmentHeader.BYTES).isBetween(400L, 512L);
    }
    assertThat(segments).allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(512));
  }

  @Test
  void withoutReleaseTheLastSegmentGrowsWhenThereAreMany() throws IOException {
    int[] most = {0};
    disk.setGate((what, file) -> most[0] = Math.max(most[0], directory.toFile().list().length));
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      appendEach(journal, 1000);
    }
    assertThat(most[0]).isEqualTo(30);
    assertThat(segments()).hasSize(30);
    assertThat(Files.size(segments().get(29))).isGreaterThan(2048);
    assertThat(replay(directory, 0)).hasSize(1000).endsWith("entry 999");

    // Once there is room again, so are segments of the usual size.
    long end;
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      journal.release(journal.forcedPosition());
      appendEach(journal, 100);
      end = journal.appendedPosition();
      assertThat(segments()).hasSizeBetween(4, 8);
      journal.release(end);
      assertThat(segments()).hasSize(1);
    }
    assertThat(replay(directory, end)).isEmpty();
  }

  @Test
  void thirtySixEntriesAreNeverExceededWhateverIsReleased() throws IOException {
    Random random = new Random(36);
    int[] most = {0};
    disk.setGate((what, file) -> most[0] = Math.max(most[0], directory.toFile().list().length));
    long from = 0;
    for (int life = 0; life < 20; life++) {
      try (Journal journal = Journal.open(directory, from, options, NOTHING)) {
        for (int i = 0; i < 50; i++) {
          appendEach(journal, random.nextInt(20));
          if (random.nextInt(15) == 0) {
            from += random.nextInt((int) (journal.forcedPosition() - from + 1));
            journal.release(from);
          }
        }
        from = journal.forcedPosition();
      }
    }
    assertThat(most[0]).isBetween(30, 36);
  }

  @Test
  void onlySegmentsThatLieWhollyBeforeThePositionAreDeleted() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      appendEach(journal, 100);
      List<Path> segments = segments();
      long third = first(segments.get(2));

      journal.release(third - 1);
      assertThat(segments()).isEqualTo(segments.subList(1, segments.size()));
      journal.release(third);
      assertThat(segments()).isEqualTo(segments.subList(2, segments.size()));
      assertThat(journal.retainedBytes()).isEqualTo(journal.appendedPosition() - third);
      // Going back is no harm.
      journal.release(5);
      assertThat(journal.retainedBytes()).isEqualTo(journal.appendedPosition() - third);
      assertThat(replay(directory, third)).endsWith("entry 99");
    }
  }

  @Test
  void theOldestPositionThatIsStillKeptCanBeAskedFor() throws IOException {
    assertThat(Journal.oldestPosition(directory.resolve("none"))).isEmpty();
    assertThat(Journal.oldestPosition(directory)).isEmpty();
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      appendEach(journal, 100);
      assertThat(Journal.oldestPosition(directory)).hasValue(0);
      long third = first(segments().get(2));
      journal.release(third + 1);
      assertThat(Journal.oldestPosition(directory)).hasValue(third);
    }
    assertThat(replay(directory, Journal.oldestPosition(directory).getAsLong()))
        .endsWith("entry 99");
  }

  @Test
  void aPositionThatIsNotForcedIsNotReleased() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      assertThatIllegalArgumentException().isThrownBy(() -> journal.release(1));
    }
  }

  @Test
  void aGroupIsNeverSplitOverSegments() throws IOException {
    byte[] large = new byte[3000];
    Arrays.fill(large, (byte) 'x');
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      journal.append(bytes("small")).forced().join();
      journal.append(ByteBuffer.wrap(large)).forced().join();
      journal.append(bytes("small")).forced().join();
    }
    assertThat(segments()).hasSize(3);
    assertThat(replay(directory, 0)).containsExactly("small", new String(large, UTF_8), "small");
  }

  @Test
  void spaceIsPreparedAheadOnceForManySmallGroups() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options.withSegmentBytes(1 << 20), NOTHING)) {
      appendEach(journal, 100);
    }
    assertThat(disk.count("writeZeros")).isEqualTo(1);
    assertThat(Files.size(segments().get(0))).isEqualTo(1 << 20);
  }

  private static void appendEach(Journal journal, int entries) throws IOException {
    for (int i = 0; i < entries; i++) {
      journal.append(bytes("entry " + i)).forced().join();
    }
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static long first(Path segment) {
    return SegmentHeader.first(segment.getFileName().toString()).getAsLong();
  }
}

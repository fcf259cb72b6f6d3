package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static io.github.dfserver.journal.Texts.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
  private static final int ENTRIES = 60;

  @TempDir private Path directory;

  private final JournalOptions options =
      JournalOptions.defaults().withSegmentBytes(512).withFiles(new RecordingDisk());
  private final List<String> texts = new ArrayList<>();
  private final List<Long> positions = new ArrayList<>();
  private List<Path> segments;
  private Path last;

  /** Each entry is a group of its own. */
  @BeforeEach
  void writeSeveralSegments() throws IOException {
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      for (int i = 0; i < ENTRIES; i++) {
        texts.add("entry number " + i);
        Appended appended = journal.append(bytes(texts.get(i)));
        appended.forced().join();
        positions.add(appended.position());
      }
    }
    try (var files = Files.list(directory)) {
      segments = files.sorted().toList();
    }
    last = segments.get(segments.size() - 1);
    assertThat(segments).hasSizeGreaterThan(3);
  }

  @Test
  void everyByteThatChangesInAnEarlierSegmentIsRefusedWithItsFileAndPlace() throws IOException {
    Path file = segments.get(1);
    int used = (int) (first(segments.get(2)) - first(file)) + SegmentHeader.BYTES;
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < used; i++) {
      Files.write(file, changed(whole, i));
      JournalDamagedException refused =
          catchThrowableOfType(JournalDamagedException.class, () -> open(0));
      assertThat(refused).as("byte %d", i).isNotNull();
      assertThat(refused.file()).isEqualTo(file);
      assertThat(refused.offset()).isLessThanOrEqualTo(i);
      assertThat(refused).hasMessageContaining(file + " at offset " + refused.offset());
    }
  }

  @Test
  void everyByteThatChangesInTheLastSegmentIsRefusedUnlessItIsInTheLastGroup() throws IOException {
    byte[] whole = Files.readAllBytes(last);
    int end = offsetIn(last, positions.get(ENTRIES - 1));
    int lastGroup = offsetIn(last, positions.get(ENTRIES - 2));
    for (int i = 0; i < end; i++) {
      Files.write(last, changed(whole, i));
      if (i < lastGroup) {
        assertThatExceptionOfType(JournalDamagedException.class)
            .as("byte %d", i)
            .isThrownBy(() -> open(0))
            .satisfies(refused -> assertThat(refused.file()).isEqualTo(last));
      } else {
        // Nothing tells this from the torn end of a group that nobody was promised.
        assertThat(open(0)).as("byte %d", i).isEqualTo(texts.subList(0, ENTRIES - 1));
      }
    }
  }

  @Test
  void aTornEndIsCutOffAndTheJournalGoesOn() throws IOException {
    byte[] whole = Files.readAllBytes(last);
    int lastGroup = offsetIn(last, positions.get(ENTRIES - 2));
    int end = offsetIn(last, positions.get(ENTRIES - 1));
    for (int length = lastGroup; length < end; length++) {
      Files.write(last, Arrays.copyOf(whole, length));
      List<String> expected = new ArrayList<>(texts.subList(0, ENTRIES - 1));
      List<String> found = new ArrayList<>();
      try (Journal journal = Journal.open(directory, 0, options, into(found))) {
        assertThat(found).isEqualTo(expected);
        assertThat(journal.appendedPosition()).isEqualTo(positions.get(ENTRIES - 2));
        journal.append(bytes("after"));
        expected.add("after");
      }
      assertThat(open(0)).isEqualTo(expected);
      deleteSegmentsAfter(last);
    }
  }

  @Test
  void entriesBehindATornOneDoNotComeBack() throws IOException {
    Path other = directory.resolve("other");
    RecordingDisk disk = new RecordingDisk();
    try (Journal journal = Journal.open(other, 0, options.withFiles(disk), NOTHING)) {
      CountDownLatch held = new CountDownLatch(1);
      disk.setGate((what, file) -> Waiting.on(held));
      journal.append(bytes("first"));
      Waiting.until(() -> disk.waiting() > 0);
      journal.append(bytes("torn"));
      journal.append(bytes("stale"));
      held.countDown();
    }
    Path file = other.resolve(SegmentHeader.fileName(0));
    byte[] whole = Files.readAllBytes(file);
    int torn = SegmentHeader.BYTES + 2 * EntryHeader.BYTES + "first".length();
    Files.write(file, changed(whole, torn));
    try (Journal journal = Journal.open(other, 0, options, NOTHING)) {
      journal.append(bytes("anew"));
    }
    assertThat(Texts.replay(other, 0)).containsExactly("first", "anew");
  }

  @Test
  void aSegmentThatWasOnlyBegunIsBegunAnew() throws IOException {
    long end = positions.get(ENTRIES - 1);
    Path begun = directory.resolve(SegmentHeader.fileName(end));
    byte[] header = new byte[SegmentHeader.BYTES];
    SegmentHeader.encode(end).get(header);
    List<byte[]> remains = new ArrayList<>();
    for (int length = 0; length < header.length; length++) {
      remains.add(Arrays.copyOf(header, length));
    }
    remains.add(new byte[100]);
    remains.add(changed(header, 15));
    for (byte[] remain : remains) {
      Files.write(begun, remain);
      assertThat(open(0)).isEqualTo(texts);
      try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
        journal.append(bytes("after"));
      }
      assertThat(open(end)).containsExactly("after");
    }
  }

  @Test
  void aMissingSegmentIsRefused() throws IOException {
    Files.delete(segments.get(1));
    assertThatExceptionOfType(JournalDamagedException.class).isThrownBy(() -> open(0));
    // What lies behind the gap is still to be had for those who need no more.
    long behind = first(segments.get(2));
    assertThat(open(behind)).isEqualTo(texts.subList(positions.indexOf(behind) + 1, ENTRIES));
  }

  @Test
  void segmentsThatAreNoLongerThereAreRefusedWhenTheyAreNeeded() throws IOException {
    Files.delete(segments.get(0));
    assertThatExceptionOfType(JournalDamagedException.class)
        .isThrownBy(() -> open(0))
        .withMessageContaining("oldest segment")
        .satisfies(refused -> assertThat(refused.file()).isEqualTo(directory));
    for (Path segment : segments.subList(1, segments.size())) {
      Files.delete(segment);
    }
    assertThatExceptionOfType(JournalDamagedException.class)
        .isThrownBy(() -> open(positions.get(3)))
        .withMessageContaining("no segment is there");
  }

  @Test
  void anEndBeforeWhatWasKeptIsRefused() throws IOException {
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), SegmentHeader.BYTES));
    assertThatExceptionOfType(JournalDamagedException.class)
        .isThrownBy(() -> open(positions.get(ENTRIES - 1)))
        .withMessageContaining("was kept up to position " + positions.get(ENTRIES - 1));
  }

  @Test
  void withoutForcingAnEndBeforeWhatWasKeptIsSkipped() throws IOException {
    long end = positions.get(ENTRIES - 1);
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), SegmentHeader.BYTES));
    try (Journal journal = Journal.open(directory, end, options.withForce(false), NOTHING)) {
      assertThat(journal.appendedPosition()).isEqualTo(end);
      journal.append(bytes("after"));
    }
    assertThat(open(end)).containsExactly("after");
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void aNewerVersionIsRefusedWithASentence() throws IOException {
    ByteBuffer newer = SegmentHeader.encode(first(last), SegmentHeader.VERSION + 1);
    byte[] whole = Files.readAllBytes(last);
    newer.get(whole, 0, SegmentHeader.BYTES);
    Files.write(last, whole);
    assertThatIOException()
        .isThrownBy(() -> open(0))
        .isNotInstanceOf(JournalDamagedException.class)
        .withMessageContaining("is of format version 2; this program knows version 1");
    assertThat(Files.readAllBytes(last)).isEqualTo(whole);
  }

  @Test
  void damageBeforeThePositionIsNoMatterInSegmentsThatAreNotReplayed() throws IOException {
    Files.write(segments.get(0), new byte[] {1, 2, 3});
    long behind = first(segments.get(1));
    assertThat(open(behind)).isEqualTo(texts.subList(positions.indexOf(behind) + 1, ENTRIES));
  }

  private List<String> open(long from) throws IOException {
    List<String> found = new ArrayList<>();
    Journal.open(directory, from, options, into(found)).close();
    return found;
  }

  private void deleteSegmentsAfter(Path segment) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.compareTo(segment) > 0).toList()) {
        Files.delete(file);
      }
    }
  }

  private static byte[] changed(byte[] whole, int at) {
    byte[] changed = whole.clone();
    changed[at] ^= 0x40;
    return changed;
  }

  private static long first(Path segment) {
    return SegmentHeader.first(segment.getFileName().toString()).getAsLong();
  }

  private static int offsetIn(Path segment, long position) {
    return (int) (position - first(segment)) + SegmentHeader.BYTES;
  }
}

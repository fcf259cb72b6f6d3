package io.github.dfserver.journal;

import static io.github.dfserver.journal.Texts.NOTHING;
import static io.github.dfserver.journal.Texts.bytes;
import static io.github.dfserver.journal.Texts.into;
import static io.github.dfserver.journal.Texts.replay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReplayTest {
  @TempDir private Path directory;

  @Test
  void partsBecomeOneEntryAndEntriesKeepTheirOrder() throws IOException {
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      journal.append(bytes("a"), bytes("bc"), bytes("")).forced().join();
      journal.append(bytes("d")).forced().join();
    }
    assertThat(replay(directory, 0)).containsExactly("abc", "d");
  }

  @Test
  void entriesWithoutContentAreKept() throws IOException {
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      assertThat(journal.append().position()).isPositive();
      journal.append(ByteBuffer.allocate(0)).forced().join();
      journal.append(bytes("x")).forced().join();
    }
    assertThat(replay(directory, 0)).containsExactly("", "", "x");
  }

  @Test
  void partsOfEveryKindAreReadAndLeftAsTheyAre() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes("_direct_")).position(1).limit(7);
    ByteBuffer readOnly = bytes("_read_").asReadOnlyBuffer().position(1).limit(5);
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      journal.append(direct, readOnly).forced().join();
    }
    assertThat(replay(directory, 0)).containsExactly("directread");
    assertThat(direct.position()).isEqualTo(1);
    assertThat(direct.limit()).isEqualTo(7);
    assertThat(readOnly.remaining()).isEqualTo(4);
  }

  @Test
  void onlyEntriesFromThePositionOnAreReplayedAndPositionsGoOn() throws IOException {
    long afterFirst;
    long end;
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      afterFirst = journal.append(bytes("first")).position();
      end = journal.append(bytes("second")).position();
    }
    List<String> texts = new ArrayList<>();
    try (Journal journal =
        Journal.open(directory, afterFirst, JournalOptions.defaults(), into(texts))) {
      assertThat(texts).containsExactly("second");
      assertThat(journal.appendedPosition()).isEqualTo(end);
      assertThat(journal.forcedPosition()).isEqualTo(end);
      assertThat(journal.retainedBytes()).isEqualTo(end - afterFirst);
      assertThat(journal.append(bytes("third")).position()).isGreaterThan(end);
    }
    assertThat(replay(directory, end)).containsExactly("third");
    assertThat(replay(directory, 0)).containsExactly("first", "second", "third");
  }

  @Test
  void replayTellsThePositionThatAppendGave() throws IOException {
    List<Long> given = new ArrayList<>();
    List<Long> replayed = new ArrayList<>();
    JournalOptions options = Texts.unforced().withSegmentBytes(256).withMaxPendingBytes(256);
    try (Journal journal = Journal.open(directory, 0, options, NOTHING)) {
      for (int i = 0; i < 100; i++) {
        given.add(journal.append(bytes("entry " + i)).position());
      }
    }
    Journal.open(directory, 0, options, (position, entry) -> replayed.add(position)).close();
    assertThat(replayed).isEqualTo(given);
  }

  @Test
  void largeEntriesAreKeptAndReadWithSmallerOptions() throws IOException {
    Random random = new Random(7);
    List<byte[]> entries = new ArrayList<>();
    for (int size : new int[] {1, 65_536, 65_537, 1 << 20, 3 << 20, (4 << 20) - 16}) {
      byte[] entry = new byte[size];
      random.nextBytes(entry);
      entries.add(entry);
    }
    try (Journal journal = Journal.open(directory, 0, Texts.unforced(), NOTHING)) {
      for (byte[] entry : entries) {
        journal.append(ByteBuffer.wrap(entry));
      }
    }
    List<byte[]> replayed = new ArrayList<>();
    JournalOptions small = Texts.unforced().withSegmentBytes(256).withMaxPendingBytes(256);
    EntryConsumer consumer =
        (position, entry) -> {
          byte[] copy = new byte[entry.remaining()];
          entry.get(copy);
          replayed.add(copy);
        };
    Journal.open(directory, 0, small, consumer).close();
    assertThat(replayed).hasSize(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      assertThat(replayed.get(i)).isEqualTo(entries.get(i));
    }
  }

  @Test
  void aJournalThatIsClosedAndOpenedManyTimesKeepsEverything() throws IOException {
    JournalOptions options = JournalOptions.defaults().withSegmentBytes(300);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      List<String> texts = new ArrayList<>();
      try (Journal journal = Journal.open(directory, 0, options, into(texts))) {
        assertThat(texts).isEqualTo(expected);
        journal.append(bytes("life " + i));
        expected.add("life " + i);
      }
    }
    assertThat(replay(directory, 0)).isEqualTo(expected);
  }

  @Test
  void theDirectoryAndItsParentsAreCreated() throws IOException {
    Path deep = directory.resolve("a/b/c");
    RecordingDisk disk = new RecordingDisk();
    Journal.open(deep, 0, JournalOptions.defaults().withFiles(disk), NOTHING).close();
    assertThat(deep).isDirectory();
    assertThat(disk.events().stream().filter(event -> event.is("forceDirectory")))
        .extracting(RecordingDisk.Event::file)
        .startsWith(directory.getFileName().toString(), "a", "b")
        .endsWith("c");
  }

  @Test
  void anExceptionOfTheConsumerEndsTheOpeningAndNothingIsLost() throws IOException {
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      journal.append(bytes("kept"));
    }
    IOException refusal = new IOException("cannot take it");
    assertThatIOException()
        .isThrownBy(
            () ->
                Journal.open(
                    directory,
                    0,
                    JournalOptions.defaults(),
                    (position, entry) -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);
    assertThat(replay(directory, 0)).containsExactly("kept");
  }

  @Test
  void aPositionInTheMiddleOfAnEntryIsRefused() throws IOException {
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      journal.append(bytes("entry"));
    }
    assertThatExceptionOfType(JournalDamagedException.class)
        .isThrownBy(() -> replay(directory, 3))
        .withMessageContaining("position 3 is in the middle of an entry");
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("README"), "mine");
    try (Journal journal = Journal.open(directory, 0, JournalOptions.defaults(), NOTHING)) {
      journal.append(bytes("entry"));
    }
    assertThat(replay(directory, 0)).containsExactly("entry");
    assertThat(directory.resolve("README")).hasContent("mine");
  }
}

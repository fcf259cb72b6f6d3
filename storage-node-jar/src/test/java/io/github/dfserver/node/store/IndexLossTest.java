package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.all;
import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.StoreStatus;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexLossTest {
  private static final int COPIES = 300;

  @TempDir Path root;
  private final List<Copy> copies = new ArrayList<>();
  private StoreStatus status;

  @BeforeEach
  void fill() throws Exception {
    try (CopyStore store = open()) {
      for (int i = 0; i < COPIES; i++) {
        copies.add(put(store, "dir/file" + i, bytes(i, i)));
      }
      for (int i = 0; i < COPIES / 3; i++) {
        store.delete(copies.remove(i * 2 % copies.size()).copyId()).join();
      }
      status = store.status();
    }
  }

  private CopyStore open() throws Exception {
    return CopyStore.open(StoreOptions.of(root, "100").withFsync(false));
  }

  private Path index() {
    return root.resolve("index/copies.mv");
  }

  private void assertEverythingIsThere(CopyStore store) throws Exception {
    assertThat(all(store)).containsExactlyInAnyOrderElementsOf(copies);
    assertThat(store.status().files()).isEqualTo(status.files());
    assertThat(store.status().bytes()).isEqualTo(status.bytes());
    for (Copy copy : copies) {
      assertThat(store.read(copy.copyId(), 0, (int) copy.size()).remaining())
          .isEqualTo((int) copy.size());
    }
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
  }

  /** Slots are the same as before: the next copies fill the gaps, and no leaf overflows. */
  private void assertPlacesAreKnown(CopyStore store) throws Exception {
    int before = Trees.files(root.resolve("files")).size();
    for (int i = 0; i < 50; i++) {
      copies.add(put(store, "more" + i, bytes(i, 1)));
    }
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
    assertThat(Trees.files(root.resolve("files"))).hasSize(before + 50);
    assertThat(root.resolve("files/0/0/0/9")).doesNotExist();
  }

  @Test
  void blockChecksumsOfALeafThatIsGoneAreTakenAway() throws Exception {
    CopyStore.open(StoreOptions.of(root, "100")).close();
    Path leaf = Files.createDirectories(root.resolve("blocks/0/0/1/0"));
    Files.write(leaf.resolve("1"), new byte[50]);
    Files.delete(root.resolve("index/copies.mv"));
    CopyStore.open(StoreOptions.of(root, "100")).close();
    assertThat(Trees.below(root.resolve("blocks"))).isEmpty();
  }

  @Test
  void aLostIndexIsMadeAnew() throws Exception {
    Files.delete(index());
    try (CopyStore store = open()) {
      assertEverythingIsThere(store);
      assertPlacesAreKnown(store);
    }
    assertThat(Trees.files(root.resolve("index"))).containsExactly(index());
  }

  @Test
  void aLongJournalIsRepeatedAndForcedInPieces() throws Exception {
    try (CopyStore store = open()) {
      List<CompletableFuture<Void>> storing = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        Copy copy = TestCopies.copy("many/" + i, bytes(i, 5));
        storing.add(store.put(copy, ByteBuffer.wrap(bytes(i, 5))));
        copies.add(copy);
        if (storing.size() == 1000) {
          storing.forEach(CompletableFuture::join);
          storing.clear();
        }
      }
      status = store.status();
    }
    Files.delete(index());
    List<String> calls = Collections.synchronizedList(new ArrayList<>());
    DiskFaults disk = new DiskFaults(LocalDisk.of(root), calls);
    Ports ports = Ports.defaults().withDisk(path -> disk);
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"), ports)) {
      assertEverythingIsThere(store);
      assertThat(calls.stream().filter("forceAll"::equals)).hasSizeBetween(3, 5);
    }
  }

  @Test
  void anIndexOfRubbishIsMadeAnew() throws Exception {
    Files.write(index(), bytes(1, 50_000));
    try (CopyStore store = open()) {
      assertEverythingIsThere(store);
    }
  }

  @Test
  void anIndexThatWasCutIsMadeAnew() throws Exception {
    try (FileChannel channel = FileChannel.open(index(), StandardOpenOption.WRITE)) {
      channel.truncate(5000);
    }
    try (CopyStore store = open()) {
      assertEverythingIsThere(store);
    }
  }

  @Test
  void anOlderIndexIsCaughtUpFromTheJournal() throws Exception {
    Path older = root.resolveSibling(root.getFileName() + "-older");
    Files.copy(index(), older);
    addMore();
    Files.move(older, index(), StandardCopyOption.REPLACE_EXISTING);
    try (CopyStore store = open()) {
      assertEverythingIsThere(store);
      assertPlacesAreKnown(store);
    }
  }

  @Test
  void anIndexOlderThanTheJournalIsMadeAnew() throws Exception {
    Path older = root.resolveSibling(root.getFileName() + "-older");
    Files.copy(index(), older);
    CheckpointLimits often = new CheckpointLimits(5, 1 << 20, Duration.ofMinutes(1), 3);
    try (CopyStore store =
        CopyStore.open(
            StoreOptions.of(root, "100").withFsync(false), Ports.defaults().withLimits(often))) {
      for (int i = 0; i < 80; i++) {
        copies.add(put(store, "large" + i, bytes(i, 1_000_000)));
      }
      status = store.status();
    }
    assertThat(root.resolve("journal/0000000000000000.journal")).doesNotExist();
    Files.move(older, index(), StandardCopyOption.REPLACE_EXISTING);
    try (CopyStore store = open()) {
      assertEverythingIsThere(store);
    }
  }

  private void addMore() throws Exception {
    try (CopyStore store = open()) {
      for (int i = 0; i < 50; i++) {
        copies.add(put(store, "later" + i, bytes(i, i)));
        store.delete(copies.remove(0).copyId()).join();
      }
      status = store.status();
    }
  }

  @Test
  void aDamagedRecordCostsOnlyItsOwnCopy() throws Exception {
    Path meta = root.resolve("meta/0/0/0/1");
    LeafRecords before = LeafRecords.read(meta, 1);
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(meta));
    content.put(40, (byte) (content.get(40) ^ 1));
    Files.write(meta, content.array());
    LeafRecords after = LeafRecords.read(meta, 1);
    assertThat(after.damagedBytes()).isPositive();
    assertThat(after.live()).hasSizeBetween(before.live().size() - 1, before.live().size());
    Files.delete(index());
    List<Copy> lost = new ArrayList<>();
    before.live().stream()
        .filter(record -> !after.live().contains(record))
        .forEach(record -> lost.add(record.copy()));
    copies.removeAll(lost);
    try (CopyStore store = open()) {
      assertThat(all(store)).containsExactlyInAnyOrderElementsOf(copies);
      assertPlacesAreKnown(store);
    }
  }

  @Test
  void aMetadataFileThatWasCutCostsOnlyItsLastCopy() throws Exception {
    Path meta = root.resolve("meta/0/0/0/2");
    LeafRecords before = LeafRecords.read(meta, 2);
    try (FileChannel channel = FileChannel.open(meta, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
    assertThat(LeafRecords.read(meta, 2).live().size())
        .isBetween(before.live().size() - 1, before.live().size() + 1);
    try (CopyStore store = open()) {
      put(store, "next", bytes(1, 1));
      assertThat(store.status().files()).isEqualTo(status.files() + 1);
    }
  }

  @Test
  void withoutItsRecordACopyIsReadableAndKnownToBeDamaged() throws Exception {
    Copy copy = copies.get(0);
    try (CopyStore store = open()) {
      Path file = store.find(copy.copyId()).orElseThrow().file();
      Files.delete(
          root.resolve("meta").resolve(root.resolve("files").relativize(file.getParent())));
      assertThat(store.read(copy.copyId(), 0, (int) copy.size()).array())
          .hasSize((int) copy.size());
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.find(copy.copyId()))
          .withMessageContaining("metadata");
      assertThat(store.delete(copy.copyId()).join()).isTrue();
    }
  }

  @Test
  void filesThatNothingExplainsAreLeftAloneAndKeepTheirPlace() throws Exception {
    Path leaf = root.resolve("files/0/0/0/0");
    Files.delete(root.resolve("meta/0/0/0/0"));
    Files.delete(index());
    List<Path> unexplained = Trees.files(leaf);
    try (CopyStore store = open()) {
      for (int i = 0; i < 100; i++) {
        put(store, "file" + i, bytes(i, 5));
      }
      Trees.assertNoDirectoryHasMoreThan36Entries(root);
      assertThat(unexplained).allSatisfy(file -> assertThat(file).exists());
    }
  }

  @Test
  void aFileThatTheJournalStillHasIsWrittenAgain() throws Exception {
    try (CopyStore store = open()) {
      Files.delete(store.find(copies.get(0).copyId()).orElseThrow().file());
    }
    Files.delete(index());
    try (CopyStore store = open()) {
      assertEverythingIsThere(store);
    }
  }

  @Test
  void aCopyWhoseFileIsGoneDoesNotComeBack() throws Exception {
    Copy gone = copies.remove(0);
    try (CopyStore store = open()) {
      Files.delete(store.find(gone.copyId()).orElseThrow().file());
    }
    for (Path segment : Trees.files(root.resolve("journal"))) {
      Files.delete(segment);
    }
    Files.delete(index());
    try (CopyStore store = open()) {
      assertThat(all(store)).containsExactlyInAnyOrderElementsOf(copies);
    }
  }
}

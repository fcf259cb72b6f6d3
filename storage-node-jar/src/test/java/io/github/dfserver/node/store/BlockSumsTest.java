package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No byte leaves a store that is not the one that came. */
class BlockSumsTest {
  private static final int BLOCK = BlockSums.BLOCK_BYTES;

  @TempDir Path root;
  private CopyStore store;

  @BeforeEach
  void open() throws Exception {
    store = CopyStore.open(StoreOptions.of(root, "100").withFsync(false));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private Path file(Copy copy) throws StoreException {
    return store.find(copy.copyId()).orElseThrow().file();
  }

  private Path sums() {
    return root.resolve("blocks/0/0/0/0/0");
  }

  static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 4;
    Files.write(file, bytes);
  }

  private static void assertFails(FailureCode code, ThrowingCallable call) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private byte[] range(Copy copy, int offset, int length) throws Exception {
    try (CopyContent content = store.open(copy.copyId())) {
      ByteBuffer buffer = ByteBuffer.allocate(3 * BLOCK);
      ByteBuffer all = ByteBuffer.allocate(length);
      while (all.hasRemaining()) {
        content.read(offset + all.position(), all.remaining(), buffer);
        assertThat(buffer.hasRemaining()).isTrue();
        all.put(buffer);
      }
      assertThat(store.read(copy.copyId(), offset, length)).isEqualTo(all.flip());
      return all.array();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK, 300 * BLOCK + 7})
  void everyRangeIsReadExactly(int size) throws Exception {
    byte[] content = bytes(size, size);
    Copy copy = TestCopies.commit(store, "c", content);
    int[] edges = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, size / 2, 255 * BLOCK, size - 1};
    for (int from : edges) {
      for (int to : edges) {
        if (from <= to && to < size) {
          assertThat(range(copy, from, to + 1 - from))
              .isEqualTo(Arrays.copyOfRange(content, from, to + 1));
        }
      }
    }
  }

  @Test
  void aDamagedBlockIsNeverReadAndTheOthersAre() throws Exception {
    byte[] content = bytes(1, 4 * BLOCK + 100);
    Copy copy = TestCopies.commit(store, "c", content);
    for (int at : new int[] {0, BLOCK - 1, BLOCK, 2 * BLOCK + 7, 4 * BLOCK, 4 * BLOCK + 99}) {
      flip(file(copy), at);
      for (int block = 0; block < 5; block++) {
        int offset = block * BLOCK + 10;
        if (block == at / BLOCK) {
          assertFails(FailureCode.DAMAGED, () -> range(copy, offset, 20));
          assertFails(FailureCode.DAMAGED, () -> store.read(copy.copyId(), offset, 20));
        } else {
          assertThat(range(copy, offset, 20))
              .isEqualTo(Arrays.copyOfRange(content, offset, offset + 20));
        }
      }
      flip(file(copy), at);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 999})
  void noPartOfADamagedSmallCopyIsRead(int at) throws Exception {
    Copy copy = put(store, "c", bytes(1, 1000));
    flip(file(copy), at);
    assertFails(FailureCode.DAMAGED, () -> store.read(copy.copyId(), 100, 10));
    assertFails(FailureCode.DAMAGED, () -> store.open(copy.copyId()));
  }

  @Test
  void aLargeCopyThatWasStoredWholeHasItsChecksumsToo() throws Exception {
    byte[] content = bytes(1, 400_000);
    Copy copy = put(store, "c", content);
    assertThat(sums()).exists();
    flip(file(copy), 399_999);
    assertThat(range(copy, 0, 10)).isEqualTo(Arrays.copyOf(content, 10));
    assertFails(FailureCode.DAMAGED, () -> range(copy, 395_000, 10));
  }

  @Test
  void whatIsNoPlainFileIsDamaged() throws Exception {
    Copy directory = TestCopies.commit(store, "directory", bytes(1, 100_000));
    Copy link = TestCopies.commit(store, "link", bytes(1, 100_000));
    Path elsewhere = Files.copy(file(link), root.resolveSibling(root.getFileName() + "-copy"));
    Files.delete(file(directory));
    Files.createDirectory(root.resolve("files/0/0/0/0/directory"));
    Files.delete(file(link));
    Files.createSymbolicLink(root.resolve("files/0/0/0/0/link"), elsewhere);
    for (Copy copy : new Copy[] {directory, link}) {
      assertFails(FailureCode.DAMAGED, () -> store.open(copy.copyId()));
      assertFails(FailureCode.DAMAGED, () -> store.read(copy.copyId(), 0, 10));
    }
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsDamaged() throws Exception {
    Copy copy = TestCopies.commit(store, "c", bytes(1, 5 * BLOCK));
    try (CopyContent content = store.open(copy.copyId())) {
      Files.write(file(copy), bytes(1, 3 * BLOCK + 5));
      ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
      content.read(2 * BLOCK, BLOCK, buffer);
      assertFails(FailureCode.DAMAGED, () -> content.read(3 * BLOCK, BLOCK, buffer));
      assertFails(FailureCode.DAMAGED, () -> content.read(4 * BLOCK, BLOCK, buffer));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "flipped", "cut", "foot", "empty", "directory", "link"})
  void checksumsThatAreDamagedAreMadeAgainIfTheCopyIsIntact(String how) throws Exception {
    byte[] content = bytes(1, 300 * BLOCK);
    Copy copy = TestCopies.commit(store, "c", content);
    byte[] before = Files.readAllBytes(sums());
    harm(how);
    assertThat(range(copy, 299 * BLOCK, BLOCK))
        .isEqualTo(Arrays.copyOfRange(content, 299 * BLOCK, 300 * BLOCK));
    assertThat(store.delete(copy.copyId()).join()).isTrue(); // comes behind the mending
    assertThat(before).hasSize(1024 + 46 * 4 + BlockSums.FOOTER_BYTES);
    assertThat(Trees.below(root.resolve("staging"))).filteredOn(Files::isRegularFile).isEmpty();
  }

  @Test
  void checksumsThatWereMadeAgainAreTheSameAsBefore() throws Exception {
    Copy copy = TestCopies.commit(store, "c", bytes(1, 300 * BLOCK + 1));
    byte[] before = Files.readAllBytes(sums());
    harm("flipped");
    range(copy, 0, 1);
    store.discard(copy.copyId()).join(); // comes behind the mending
    assertThat(sums()).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "flipped", "cut", "foot"})
  void checksumsOfADamagedCopyAreNotMadeAgain(String how) throws Exception {
    Copy copy = TestCopies.commit(store, "c", bytes(1, 300 * BLOCK));
    harm(how);
    flip(file(copy), 7);
    assertFails(FailureCode.DAMAGED, () -> range(copy, 299 * BLOCK, BLOCK));
    assertFails(FailureCode.DAMAGED, () -> store.read(copy.copyId(), 299 * BLOCK, 5));
  }

  private void harm(String how) throws IOException {
    int size = (int) Files.size(sums());
    switch (how) {
      case "lost" -> Files.delete(sums());
      case "flipped" -> flip(sums(), 1027);
      case "cut" -> Files.write(sums(), Arrays.copyOf(Files.readAllBytes(sums()), size - 1));
      case "foot" -> flip(sums(), size - 10);
      case "empty" -> Files.write(sums(), new byte[0]);
      case "directory" -> {
        Files.delete(sums());
        Files.createDirectory(sums());
      }
      default -> {
        Files.delete(sums());
        Files.createSymbolicLink(sums(), root.resolve("lock"));
      }
    }
  }

  @Test
  void checksumsOfAnotherCopyCountForNothing() throws Exception {
    byte[] content = bytes(1, 2 * BLOCK);
    TestCopies.commit(store, "other", bytes(2, 2 * BLOCK));
    Copy copy = TestCopies.commit(store, "c", content);
    Files.copy(sums(), root.resolve("blocks/0/0/0/0/x"));
    Files.move(
        root.resolve("blocks/0/0/0/0/x"),
        root.resolve("blocks/0/0/0/0/1"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(range(copy, BLOCK, 5)).isEqualTo(Arrays.copyOfRange(content, BLOCK, BLOCK + 5));
  }

  @Test
  void theyGoWithTheirCopyAndSoDoTheirDirectories() throws Exception {
    Copy small = put(store, "small", bytes(1, 10));
    Copy large = TestCopies.commit(store, "large", bytes(1, 2 * BLOCK));
    assertThat(root.resolve("blocks/0/0/0/0/1")).exists();
    store.delete(large.copyId()).join();
    assertThat(Trees.below(root.resolve("blocks"))).isEmpty();
    store.delete(small.copyId()).join();
    Copy cancelled = TestCopies.copy("cancelled", bytes(1, 300 * BLOCK));
    TestCopies.stage(store, cancelled, bytes(1, 300 * BLOCK));
    store.discard(cancelled.copyId()).join();
    StagedFile cut = store.stage(UUID.randomUUID(), 300L * BLOCK);
    cut.write(ByteBuffer.wrap(bytes(1, 299 * BLOCK)));
    cut.close();
    assertThat(Trees.below(root.resolve("blocks"))).isEmpty();
    assertThat(Trees.below(root.resolve("staging"))).filteredOn(Files::isRegularFile).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterACrashTheJournalBringsThemBack(boolean staged) throws Exception {
    byte[] content = bytes(1, 400_000);
    Copy copy = staged ? TestCopies.commit(store, "c", content) : put(store, "c", content);
    byte[] before = Files.readAllBytes(sums());
    Path crashed = root.resolve("crashed");
    Trees.copy(root, crashed, path -> !path.startsWith("crashed") && !path.startsWith("blocks/0"));
    if (staged) { // as if the crash had come before it was moved
      Path place = crashed.resolve("staging/0/0/" + copy.copyId() + ".sums");
      Files.createDirectories(place.getParent());
      Files.write(place, before);
    }
    try (CopyStore again = CopyStore.open(StoreOptions.of(crashed, "100").withFsync(false))) {
      assertThat(crashed.resolve("blocks/0/0/0/0/0")).hasBinaryContent(before);
      assertThat(again.read(copy.copyId(), 399_990, 10).array())
          .isEqualTo(Arrays.copyOfRange(content, 399_990, 400_000));
    }
  }

  @Test
  void anIndexThatIsMadeAnewLeavesNoChecksumsOfCopiesThatAreGone() throws Exception {
    Copy copy = TestCopies.commit(store, "large", bytes(1, 2 * BLOCK));
    put(store, "small", bytes(1, 10));
    Path file = file(copy);
    store.close();
    Files.delete(file);
    Files.delete(root.resolve("index/copies.mv"));
    for (Path segment : Trees.files(root.resolve("journal"))) {
      Files.delete(segment);
    }
    open();
    assertThat(store.status().files()).isEqualTo(1);
    assertThat(Trees.below(root.resolve("blocks"))).isEmpty();
  }
}

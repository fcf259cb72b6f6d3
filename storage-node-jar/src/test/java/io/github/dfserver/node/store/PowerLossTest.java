package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Copy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts the power in the middle of the work; {@code -Dpowerloss.seeds=N} tries more often. */
class PowerLossTest {
  private static final int SEEDS = Integer.getInteger("powerloss.seeds", 20);

  @TempDir Path temporary;

  /** What was asked for a copy, and what was answered. */
  private static final class Fate {
    final byte[] content;
    CompletableFuture<Void> stored;
    CompletableFuture<Boolean> deleted;
    boolean remembered;

    Fate(byte[] content) {
      this.content = content;
    }

    boolean mustBeRemembered() {
      return remembered && mustBeGone() && deleted.join();
    }

    boolean mustBeThere() {
      return succeeded(stored) && deleted == null;
    }

    boolean mustBeGone() {
      return deleted != null && succeeded(deleted);
    }

    private static boolean succeeded(CompletableFuture<?> future) {
      return future != null && future.isDone() && !future.isCompletedExceptionally();
    }
  }

  private final Map<Copy, Fate> fates = new HashMap<>();

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasAnsweredIsThereAndNothingIsHalfThere(int seed) throws Exception {
    Random random = new Random(seed);
    Path root = Files.createDirectory(temporary.resolve("0")).toRealPath();
    int losses = 1 + random.nextInt(3);
    for (int loss = 1; loss <= losses; loss++) {
      Path left = root.resolveSibling(String.valueOf(loss));
      losePower(root, left, random);
      root = left;
    }
    for (int round = 0; round < 2; round++) {
      try (CopyStore again = CopyStore.open(StoreOptions.of(root, "100"))) {
        assertWhatIsThere(again, root);
        assertThat(again.status().accepting()).isTrue();
      }
    }
    assertNoPlaceIsLost(root);
  }

  private void losePower(Path live, Path left, Random random) throws Exception {
    SimulatedDisk disk =
        new SimulatedDisk(
            live, temporary.resolve("before-" + left.getFileName()), random.nextBoolean());
    SimulatedJournalFiles journal = new SimulatedJournalFiles(live.resolve("journal"));
    CheckpointLimits often = new CheckpointLimits(20, 1 << 20, Duration.ofMinutes(1), 3);
    Ports ports =
        Ports.defaults()
            .withDisk(root -> disk)
            .withJournalFiles(journal)
            .withSegmentBytes(64 * 1024)
            .withLimits(often);
    CopyStore store = CopyStore.open(StoreOptions.of(live, "100"), ports);
    assertWhatIsThere(store, live);
    int operations = random.nextInt(200);
    for (int i = 0; i < operations; i++) {
      operate(store, random, i);
    }
    disk.turnOff();
    journal.turnOff();
    settle(store);
    Files.createDirectory(left);
    disk.leave(left, random);
    journal.leave(left.resolve("journal"), random);
  }

  private static void assertNoPlaceIsLost(Path root) throws Exception {
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"))) {
      for (Copy copy : TestCopies.all(store)) {
        store.delete(copy.copyId()).join();
      }
      assertThat(Trees.below(root.resolve("files"))).isEmpty();
      assertThat(Trees.below(root.resolve("meta"))).isEmpty();
      assertThat(Trees.below(root.resolve("blocks"))).isEmpty();
      for (int i = 0; i < 36; i++) {
        TestCopies.put(store, "again" + i, bytes(i, 1));
      }
      assertThat(Trees.files(root.resolve("files/0/0/0/0"))).hasSize(36);
    }
  }

  private void operate(CopyStore store, Random random, int number) throws Exception {
    int kind = random.nextInt(10);
    if (kind < 5) {
      byte[] content = bytes(number, contentBytes(random));
      Copy copy = copy("dir/file-" + number % 30, content);
      Fate fate = new Fate(content);
      fate.stored = store.put(copy, ByteBuffer.wrap(content));
      fates.put(copy, fate);
    } else if (kind < 7) {
      int most = random.nextInt(8) == 0 ? 200_000 : 20_000;
      large(store, bytes(number, random.nextInt(most)), "large-" + number % 10);
    } else {
      List<Copy> known = new ArrayList<>(fates.keySet());
      if (!known.isEmpty()) {
        Copy copy = known.get(random.nextInt(known.size()));
        Fate fate = fates.get(copy);
        if (fate.deleted == null) {
          fate.remembered = random.nextBoolean();
          fate.deleted = store.delete(copy.copyId(), fate.remembered);
        }
      }
    }
    if (random.nextInt(20) == 0) {
      for (Fate fate : fates.values()) {
        fate.stored.exceptionally(problem -> null).join();
      }
    }
  }

  /** Mostly little; one in eight fills a segment of the journal, or more than that. */
  private static int contentBytes(Random random) {
    return random.nextInt(8) == 0 ? random.nextInt(64 * 1024, 200_000) : random.nextInt(2000);
  }

  private void large(CopyStore store, byte[] content, String name) throws Exception {
    Copy copy = copy(name, content);
    TestCopies.stage(store, copy, content);
    Fate fate = new Fate(content);
    fate.stored = store.commit(copy);
    fates.put(copy, fate);
  }

  private void settle(CopyStore store) {
    for (Fate fate : fates.values()) {
      fate.stored.exceptionally(problem -> null).join();
      if (fate.deleted != null) {
        fate.deleted.exceptionally(problem -> null).join();
      }
    }
    try {
      store.close();
    } catch (IOException | CompletionException e) {
      assertThat(e).isNotNull();
    }
  }

  private void assertWhatIsThere(CopyStore store, Path root) throws Exception {
    Map<UUID, Copy> found = new HashMap<>();
    Set<Path> files = new HashSet<>();
    Set<UUID> remembered = new HashSet<>();
    store
        .tombstones(Optional.empty(), 10_000)
        .tombstones()
        .forEach(tombstone -> assertThat(remembered.add(tombstone.fileId())).isTrue());
    Set<Path> sums = new HashSet<>();
    for (Copy copy : TestCopies.all(store)) {
      found.put(copy.copyId(), copy);
      assertThat(fates).containsKey(copy);
      assertThat(TestCopies.read(store, copy)).isEqualTo(fates.get(copy).content);
      files.add(store.find(copy.copyId()).orElseThrow().file());
      if (BlockSums.areKept(copy.size())) {
        sums.add(assertHasSums(store, root.toRealPath(), copy));
      }
    }
    fates.forEach(
        (copy, fate) -> {
          if (fate.mustBeThere()) {
            assertThat(found).containsKey(copy.copyId());
          }
          if (fate.mustBeGone()) {
            assertThat(found).doesNotContainKey(copy.copyId());
          }
          if (fate.mustBeRemembered()) {
            assertThat(remembered).contains(copy.fileId());
          }
          if (!fate.remembered || found.containsKey(copy.copyId())) {
            assertThat(remembered).doesNotContain(copy.fileId());
          }
        });
    assertThat(Trees.files(root.toRealPath().resolve("files")))
        .containsExactlyInAnyOrderElementsOf(files);
    assertThat(Trees.files(root.toRealPath().resolve("blocks")))
        .containsExactlyInAnyOrderElementsOf(sums);
    assertThat(Trees.below(root.resolve("staging"))).isEmpty();
    assertThat(store.status().files()).isEqualTo(found.size());
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
  }

  /** A copy's checksums are there from the first moment on, and are its own. */
  private static Path assertHasSums(CopyStore store, Path root, Copy copy) throws Exception {
    Path file = store.find(copy.copyId()).orElseThrow().file();
    Path leaf = root.resolve("blocks").resolve(root.resolve("files").relativize(file.getParent()));
    List<Path> own = new ArrayList<>();
    for (Path candidate : Trees.files(leaf)) {
      if (BlockSums.areThere(candidate, copy.copyId(), copy.size())) {
        own.add(candidate);
      }
    }
    assertThat(own).hasSize(1);
    return own.get(0);
  }
}

package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Copy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLimitTest {
  private static final int PUTS = 10_000;
  private static final int STEPS = 20;

  @TempDir Path root;

  @Test
  void noDirectoryEverHasMoreThan36EntriesAndPlacesAreUsedAgain() throws Exception {
    Random random = new Random(36);
    List<Copy> stored = new ArrayList<>();
    int most = 0;
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100").withFsync(false))) {
      for (int i = 0; i < PUTS; i++) {
        int size = i % 10 == 0 ? BlockSums.BLOCK_BYTES + 1 : 20;
        stored.add(put(store, "dir/file-" + i % 500 + ".txt", bytes(i, size)));
        while (!stored.isEmpty() && random.nextInt(10) < 4) {
          Copy gone = stored.remove(random.nextInt(stored.size()));
          assertThat(store.delete(gone.copyId()).join()).isTrue();
        }
        most = Math.max(most, stored.size());
        if (i % (PUTS / STEPS) == 0) {
          Trees.assertNoDirectoryHasMoreThan36Entries(root);
          assertThat(Trees.files(root.resolve("files"))).hasSize(stored.size());
        }
      }
      assertThat(highestLeaf()).isLessThanOrEqualTo(most / 36);
      delete(store, stored);
      assertThat(Trees.below(root.resolve("files"))).isEmpty();
      assertThat(Trees.below(root.resolve("meta"))).isEmpty();
      assertThat(Trees.below(root.resolve("blocks"))).isEmpty();
      assertThat(store.status().files()).isZero();
      assertThat(store.status().bytes()).isZero();
    }
    assertThat(Trees.below(root.resolve("staging"))).isEmpty();
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
  }

  private int highestLeaf() throws Exception {
    return Trees.files(root.resolve("files")).stream()
        .map(file -> root.resolve("files").relativize(file.getParent()).toString())
        .mapToInt(leaf -> Integer.parseInt(leaf.replace("/", ""), 36))
        .max()
        .orElseThrow();
  }

  private static void delete(CopyStore store, List<Copy> copies) {
    CompletableFuture.allOf(
            copies.stream()
                .map(copy -> store.delete(copy.copyId()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  @Test
  void theLowestFreePlaceIsUsedFirst() throws Exception {
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100").withFsync(false))) {
      List<Copy> stored = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        stored.add(put(store, "f" + i, bytes(i, 1)));
      }
      assertThat(root.resolve("files/0/0/0/2/f79")).exists();
      store.delete(stored.get(5).copyId()).join();
      store.delete(stored.get(40).copyId()).join();
      put(store, "first", bytes(1, 1));
      put(store, "second", bytes(1, 1));
      put(store, "third", bytes(1, 1));
      assertThat(root.resolve("files/0/0/0/0/first")).exists();
      assertThat(root.resolve("files/0/0/0/1/second")).exists();
      assertThat(root.resolve("files/0/0/0/2/third")).exists();
    }
  }

  @Test
  void theMetadataOfABusyLeafDoesNotGrowForEver() throws Exception {
    CheckpointLimits often = new CheckpointLimits(50, 1 << 20, Duration.ofSeconds(60), 3);
    try (CopyStore store =
        CopyStore.open(
            StoreOptions.of(root, "100").withFsync(false), Ports.defaults().withLimits(often))) {
      Copy kept = put(store, "kept", bytes(1, 1));
      for (int i = 0; i < 3000; i++) {
        Copy copy = put(store, "a-rather-long-name-of-a-file-that-comes-and-goes", bytes(i, 1));
        store.delete(copy.copyId()).join();
      }
      assertThat(Files.size(root.resolve("meta/0/0/0/0"))).isLessThan(200_000);
      assertThat(store.find(kept.copyId())).isPresent();
    }
    Files.delete(root.resolve("index/copies.mv"));
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"))) {
      assertThat(TestCopies.all(store)).hasSize(1);
    }
  }
}

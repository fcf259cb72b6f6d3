package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Tombstones.Tombstone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstoneTest {
  @TempDir Path root;

  private CopyStore open() throws Exception {
    return CopyStore.open(StoreOptions.of(root, "100").withFsync(false));
  }

  private static Tombstone tombstone(Copy copy) {
    return new Tombstone(copy.fileId(), copy.moveSequence());
  }

  private static void assertRemembers(CopyStore store, Tombstone... expected) throws Exception {
    assertThat(store.tombstones(Optional.empty(), 100).tombstones())
        .containsExactlyInAnyOrder(expected);
  }

  @Test
  void onlyAFileThatIsDeletedItselfIsRemembered() throws Exception {
    try (CopyStore store = open()) {
      Copy deleted = put(store, "deleted", bytes(1, 10));
      Copy moved = put(store, "moved", bytes(2, 10));
      assertThat(store.delete(deleted.copyId(), true).join()).isTrue();
      assertThat(store.delete(moved.copyId(), false).join()).isTrue();
      assertThat(store.delete(UUID.randomUUID(), true).join()).isFalse();
      assertRemembers(store, tombstone(deleted));
      assertThat(store.delete(deleted.copyId(), true).join()).isFalse();
      assertRemembers(store, tombstone(deleted));
    }
    try (CopyStore store = open()) {
      assertThat(store.tombstones(Optional.empty(), 100).tombstones()).hasSize(1);
    }
  }

  @Test
  void aTombstoneSurvivesTheLossOfTheIndexWhetherOrNotTheJournalStillHasIt() throws Exception {
    Tombstone first;
    Tombstone second;
    try (CopyStore store = open()) {
      Copy copy = put(store, "a", bytes(1, 10));
      first = tombstone(copy);
      store.delete(copy.copyId(), true).join();
    }
    for (Path segment : Trees.files(root.resolve("journal"))) {
      Files.delete(segment);
    }
    Files.delete(root.resolve("index/copies.mv"));
    try (CopyStore store = open()) {
      assertRemembers(store, first);
      Copy copy = put(store, "b", bytes(2, 10));
      second = tombstone(copy);
      store.delete(copy.copyId(), true).join();
    }
    Files.delete(root.resolve("index/copies.mv"));
    for (int round = 0; round < 2; round++) {
      try (CopyStore store = open()) {
        assertRemembers(store, first, second);
      }
    }
    assertThat(Files.size(root.resolve("tombstones/0"))).isEqualTo(2 * TombstoneRecord.BYTES);
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
  }

  @Test
  void aDiskWithoutRoomForTombstonesIsTriedAgain() throws Exception {
    DiskFaults disk = new DiskFaults(LocalDisk.withoutFileSystemSync());
    Ports ports =
        Ports.defaults()
            .withDisk(at -> disk)
            .withLimits(new CheckpointLimits(1, 1 << 20, Duration.ofMinutes(1), 100));
    Tombstone remembered;
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"), ports)) {
      Copy copy = put(store, "a", bytes(1, 10));
      remembered = tombstone(copy);
      disk.fail("append", "tombstones", "No space left on device");
      assertThat(store.delete(copy.copyId(), true).join()).isTrue();
      put(store, "b", bytes(1, 10));
      assertThat(store.status().accepting()).isTrue();
      assertRemembers(store, remembered);
      disk.work();
    }
    try (CopyStore store = open()) {
      assertRemembers(store, remembered);
      assertThat(store.status().files()).isEqualTo(1);
    }
  }
}

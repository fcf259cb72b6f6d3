package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  @TempDir Path root;
  private final DiskFaults disk = new DiskFaults(LocalDisk.withoutFileSystemSync());
  private CopyStore store;

  @BeforeEach
  void open() throws Exception {
    store =
        CopyStore.open(
            StoreOptions.of(root, "100").withFsync(false), Ports.defaults().withDisk(at -> disk));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private List<Copy> fill(int copies) {
    List<Copy> stored = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      stored.add(put(store, "dir/f" + i, bytes(i, 3)));
    }
    return stored;
  }

  private CopyHealth look(Copy copy) throws StoreException {
    return store.look(List.of(copy.copyId())).get(0);
  }

  private Path file(Copy copy) throws StoreException {
    return store.find(copy.copyId()).orElseThrow().file();
  }

  @Test
  void pagesHaveEveryStoredCopyOnceInTheOrderOfPlaces() throws Exception {
    List<Copy> stored = fill(150);
    for (int i = 0; i < 30; i++) {
      store.delete(stored.remove(i * 2).copyId()).join();
    }
    close();
    open();
    stored.addAll(fill(7));
    List<Copy> found = new ArrayList<>();
    List<Path> leaves = new ArrayList<>();
    long after = -1;
    do {
      CopyPage page = store.copies(after, 7);
      assertThat(page.copies()).hasSizeLessThanOrEqualTo(7);
      for (Copies.Held held : page.copies()) {
        assertThat(held.health()).isEqualTo(CopyHealth.INTACT);
        found.add(held.copy());
        leaves.add(file(held.copy()).getParent());
      }
      after = page.next();
    } while (after != Copies.END);
    assertThat(found).containsExactlyInAnyOrderElementsOf(stored);
    assertThat(leaves).isSorted();
  }

  @Test
  void aCopyThatStaysIsSeenWhateverComesAndGoesMeanwhile() throws Exception {
    List<Copy> going = fill(100);
    List<Copy> staying = fill(100);
    Set<Copy> found = new HashSet<>();
    for (long after = -1, next = 0; next != Copies.END; after = next) {
      CopyPage page = store.copies(after, 5);
      page.copies().forEach(held -> assertThat(found.add(held.copy())).isTrue());
      next = page.next();
      if (!going.isEmpty()) {
        store.delete(going.remove(going.size() - 1).copyId()).join();
        put(store, "new", bytes(1, 1));
      }
    }
    assertThat(found).containsAll(staying);
  }

  @Test
  void anEmptyStoreAndThePlaceBehindTheLastHaveOneEmptyPage() throws Exception {
    assertThat(store.copies(-1, 10)).isEqualTo(new CopyPage(Copies.END, List.of()));
    fill(3);
    assertThat(store.copies(2, 10)).isEqualTo(new CopyPage(Copies.END, List.of()));
    assertThat(store.copies(Long.MAX_VALUE, 10)).isEqualTo(new CopyPage(Copies.END, List.of()));
  }

  @Test
  void aPageFitsIntoAMessage() throws Exception {
    String longName = "n/".repeat(510) + "x";
    for (int i = 0; i < 1000; i++) {
      put(store, longName, bytes(i, 1));
    }
    CopyPage first = store.copies(-1, 10_000);
    assertThat(first.copies().stream().mapToLong(Copies.Held::bytes).sum())
        .isBetween(Copies.MAX_PAGE_BYTES - 2000L, (long) Copies.MAX_PAGE_BYTES);
    CopyPage second = store.copies(first.next(), 10_000);
    assertThat(first.copies().size() + second.copies().size()).isEqualTo(1000);
    assertThat(second.next()).isEqualTo(Copies.END);
  }

  @Test
  void aCopyWithoutItsFileIsMissingAndOneOfAnotherSizeDamaged() throws Exception {
    List<Copy> stored = fill(4);
    Files.delete(file(stored.get(0)));
    Files.write(file(stored.get(1)), bytes(1, 4));
    Path replaced = file(stored.get(2));
    Files.delete(replaced);
    Files.createSymbolicLink(replaced, file(stored.get(3)));
    assertThat(store.copies(-1, 10).copies())
        .extracting(Copies.Held::health)
        .containsExactly(
            CopyHealth.MISSING, CopyHealth.DAMAGED, CopyHealth.MISSING, CopyHealth.INTACT);
    for (Copy copy : stored.subList(0, 3)) {
      assertThat(look(copy)).isNotEqualTo(CopyHealth.INTACT);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> TestCopies.read(store, copy))
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.DAMAGED));
    }
    assertThat(store.look(List.of(stored.get(3).copyId(), UUID.randomUUID())))
        .containsExactly(CopyHealth.INTACT, CopyHealth.MISSING);
  }

  @Test
  void copiesWhoseDirectoryIsGoneAreMissingAndSaidToBeDamaged() throws Exception {
    List<Copy> stored = fill(2);
    Path leaf = file(stored.get(0)).getParent();
    for (Copy copy : stored) {
      Files.delete(file(copy));
    }
    Files.delete(leaf);
    Files.write(leaf, bytes(1, 1));
    assertThat(store.copies(-1, 10).copies())
        .extracting(Copies.Held::health)
        .containsOnly(CopyHealth.MISSING)
        .hasSize(2);
    assertThat(look(stored.get(0))).isEqualTo(CopyHealth.MISSING);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.open(stored.get(0).copyId()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.DAMAGED));
    Files.delete(leaf);
    assertThat(store.delete(stored.get(0).copyId()).join()).isTrue();
  }

  @Test
  void nothingIsCalledMissingWhenTheWholeDirectoryIsGone() throws Exception {
    Copy copy = fill(1).get(0);
    Path away = root.resolveSibling(root.getFileName() + "-away");
    Files.move(root, away);
    try {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.copies(-1, 10))
          .withMessageContaining("bring it back")
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_FAILED));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> look(copy))
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_FAILED));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> TestCopies.read(store, copy))
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_FAILED));
      assertThat(store.status().accepting()).isFalse();
    } finally {
      Files.move(away, root);
    }
    assertThat(store.copies(-1, 10).copies()).hasSize(1);
  }

  @Test
  void copiesWithoutRecordsAreLeftOutAndCanBeLookedFor() throws Exception {
    List<Copy> stored = fill(40);
    Files.delete(root.resolve("meta/0/0/0/0"));
    assertThat(store.copies(-1, 100).copies()).hasSize(4);
    assertThat(look(stored.get(0))).isEqualTo(CopyHealth.INTACT);
  }

  @Test
  void aRecordThatCouldNotBeTakenBackIsNoCopy() throws Exception {
    List<Copy> stored = fill(2);
    disk.fail("append", "meta", "the disk is tired");
    assertThat(store.delete(stored.get(0).copyId()).join()).isTrue();
    disk.work();
    assertThat(store.copies(-1, 10).copies())
        .extracting(Copies.Held::copy)
        .containsExactly(stored.get(1));
  }
}

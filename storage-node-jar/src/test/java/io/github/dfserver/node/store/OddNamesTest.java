package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static io.github.dfserver.node.store.TestCopies.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OddNamesTest {
  private static final List<String> NAMES =
      List.of(
          "% # ? + & ; : * | < >",
          "quotes ' \" `",
          "dir with spaces/ file ",
          "\ud83d\ude00/\ud83d\ude00.png",
          "\u05e9\u05dc\u05d5\u05dd.txt",
          "e\u0301",
          "\u00e9",
          "Case.txt",
          "case.txt",
          "CASE.TXT",
          "a/same",
          "b/same",
          "x".repeat(1024),
          "\u00e9".repeat(512),
          "x".repeat(300) + "/" + "y".repeat(300) + ".tar.gz",
          "x".repeat(301) + "/" + "y".repeat(300) + ".tar.gz",
          "files",
          "identity.properties",
          "lock",
          "0",
          "../../etc/passwd",
          "/etc/passwd",
          "..",
          ".",
          "a/..",
          "a/",
          "nul\u0000byte",
          "line\nbreak",
          "con",
          "trailing.",
          "report~1.txt");

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void nest() {
    root = temporary.resolve("a/b/data");
  }

  private void storeAndReadAll(FileNames names) throws Exception {
    Ports ports = names == null ? Ports.defaults() : Ports.defaults().withNames(names);
    List<Copy> copies = new ArrayList<>();
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"), ports)) {
      for (String name : NAMES) {
        copies.add(put(store, name, bytes(name.hashCode(), 100)));
      }
    }
    Files.delete(root.resolve("index/copies.mv"));
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"), ports)) {
      assertThat(TestCopies.all(store)).containsExactlyInAnyOrderElementsOf(copies);
      for (Copy copy : copies) {
        assertThat(read(store, copy)).isEqualTo(bytes(copy.name().hashCode(), 100));
      }
      assertThat(Trees.files(temporary)).allSatisfy(file -> assertThat(file).startsWith(root));
      assertThat(Trees.files(root.resolve("files"))).hasSize(NAMES.size());
      for (Copy copy : copies) {
        assertThat(store.delete(copy.copyId()).join()).isTrue();
      }
    }
    assertThat(Trees.below(root.resolve("files"))).isEmpty();
  }

  @Test
  void everyNameIsStoredAndStaysBelowTheRoot() throws Exception {
    storeAndReadAll(null);
  }

  @Test
  void theyAreWhereOnlyAsciiCanBeSpelled() throws Exception {
    storeAndReadAll(new FileNames(false, false, false, false));
  }

  @Test
  void theyAreWhereCaseAndFormDoNotCount() throws Exception {
    storeAndReadAll(new FileNames(true, true, true, true));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDirectoryThatBecameALinkIsNeitherReadNorWritten() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"))) {
      Copy copy = put(store, "a", bytes(1, 100));
      Path leaf = root.resolve("files/0/0/0/0");
      Files.move(leaf, outside.resolve("leaf"));
      Files.createSymbolicLink(leaf, outside.resolve("leaf"));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.read(copy.copyId(), 0, 100));
      Copy next = TestCopies.copy("b", bytes(2, 100));
      assertThat(TestCopies.failure(store.put(next, ByteBuffer.wrap(bytes(2, 100)))))
          .isEqualTo(FailureCode.STORE_FAILED);
      assertThat(Trees.files(outside)).hasSize(1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatBecameALinkIsNotRead() throws Exception {
    Path outside = Files.write(temporary.resolve("secret"), bytes(1, 100));
    try (CopyStore store = CopyStore.open(StoreOptions.of(root, "100"))) {
      Copy copy = put(store, "a", bytes(1, 100));
      Path file = root.resolve("files/0/0/0/0/a");
      Files.delete(file);
      Files.createSymbolicLink(file, outside);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.read(copy.copyId(), 0, 100));
      assertThat(store.delete(copy.copyId()).join()).isTrue();
    }
    assertThat(outside).exists();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatIsALinkStopsTheStart() throws Exception {
    CopyStore.open(StoreOptions.of(root, "100")).close();
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    for (String folder :
        List.of("files", "meta", "blocks", "staging", "index", "journal", "tombstones", "scrub")) {
      Path moved = temporary.resolve(folder);
      Files.move(root.resolve(folder), moved);
      Files.createSymbolicLink(root.resolve(folder), outside);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> CopyStore.open(StoreOptions.of(root, "100")))
          .withMessageContaining("is not a directory");
      Files.delete(root.resolve(folder));
      Files.move(moved, root.resolve(folder));
    }
    assertThat(Trees.below(outside)).isEmpty();
    CopyStore.open(StoreOptions.of(root, "100")).close();
  }
}

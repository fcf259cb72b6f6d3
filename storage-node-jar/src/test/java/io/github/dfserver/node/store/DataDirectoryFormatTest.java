package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.format.Formats;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.ListCopies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory of format 1, left by a node that was killed: used, upgraded, and refused. */
class DataDirectoryFormatTest {
  @TempDir private Path root;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream packed = getClass().getResourceAsStream("data-directory-1.zip");
        ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = root.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
  }

  private CopyStore open(Formats<DataDirectory> formats) throws Exception {
    return CopyStore.open(StoreOptions.of(root, "100"), Ports.defaults().withFormats(formats));
  }

  private static void assertWhole(CopyStore store) throws Exception {
    Map<String, Copy> byName = new TreeMap<>();
    for (Copies.Held held : store.copies(ListCopies.FROM_START, 100).copies()) {
      byName.put(held.copy().name(), held.copy());
    }
    assertThat(byName.keySet())
        .containsExactly("greetings/hello.txt", "greetings/\u00e4 b.txt", "large.txt", "late.txt");
    for (Copy copy : byName.values()) {
      ByteBuffer content = store.read(copy.copyId(), 0, (int) copy.size());
      assertThat(content.remaining()).isEqualTo((int) copy.size());
      if (!copy.name().equals("large.txt")) {
        assertThat(StandardCharsets.UTF_8.decode(content).toString())
            .isEqualTo("Hello, file server\n");
      }
    }
  }

  private String identity() throws IOException {
    return Files.readString(root.resolve("identity.properties"));
  }

  private static List<Formats.Step<DataDirectory>> steps(List<String> log) {
    return List.of(
        directory -> {
          Path made = directory.layout().scrub().resolve("two");
          if (!Files.exists(made)) {
            directory.disk().create(made).close();
          }
          log.add("1 to 2");
        },
        directory -> log.add("2 to 3"));
  }

  @Test
  void whatAnEarlierVersionLeftIsUsed() throws Exception {
    try (CopyStore store = open(DataDirectory.FORMATS)) {
      assertThat(store.identity().incarnation()).isEqualTo(3);
      assertWhole(store);
    }
  }

  @Test
  void aDirectoryThatDoesNotSayItsFormatHasTheFirst() throws Exception {
    Files.writeString(
        root.resolve("identity.properties"), identity().replaceFirst("format=.*\n", ""));
    List<String> log = new ArrayList<>();
    try (CopyStore store = open(new Formats<>(1, steps(log)))) {
      assertWhole(store);
    }
    assertThat(log).containsExactly("1 to 2", "2 to 3");
  }

  @Test
  void anOlderFormatIsUpgradedOnce() throws Exception {
    List<String> log = new ArrayList<>();
    for (int start = 0; start < 2; start++) {
      try (CopyStore store = open(new Formats<>(1, steps(log)))) {
        assertWhole(store);
      }
    }
    assertThat(log).containsExactly("1 to 2", "2 to 3");
    assertThat(identity()).contains("format=3\n", "nodeId=100\n", "incarnation=4\n", "clusterId=");
    assertThat(root.resolve("scrub/two")).exists();
  }

  @Test
  void anUpgradeThatWasCutOffGoesOnWithTheNextStart() throws Exception {
    List<String> log = new ArrayList<>();
    List<Formats.Step<DataDirectory>> whole = steps(log);
    Formats.Step<DataDirectory> cutOff =
        directory -> {
          log.add("half of 2 to 3");
          throw new IOException("killed");
        };
    assertThatThrownBy(() -> open(new Formats<>(1, List.of(whole.get(0), cutOff))))
        .hasMessage("killed");
    assertThat(identity()).contains("format=2\n", "incarnation=2\n");
    try (CopyStore store = open(new Formats<>(1, whole))) {
      assertWhole(store);
    }
    assertThat(log).containsExactly("1 to 2", "half of 2 to 3", "2 to 3");
    assertThat(identity()).contains("format=3\n");
  }

  @Test
  void aStepWhoseRecordWasLostIsDoneAgain() throws Exception {
    List<String> log = new ArrayList<>();
    String before = identity();
    open(new Formats<>(1, steps(log))).close();
    Files.writeString(root.resolve("identity.properties"), before);
    try (CopyStore store = open(new Formats<>(1, steps(log)))) {
      assertWhole(store);
    }
    assertThat(log).containsExactly("1 to 2", "2 to 3", "1 to 2", "2 to 3");
  }

  @Test
  void aNewerFormatIsRefusedInWordsAndLeftAsItIs() throws Exception {
    Files.writeString(
        root.resolve("identity.properties"), identity().replace("format=1", "format=2"));
    Map<Path, String> before = contents();
    assertThatThrownBy(() -> open(DataDirectory.FORMATS))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The data directory %s was written by a newer version (its format is 2, the newest"
                    .formatted(root.toRealPath())
                + " known here is 1); start that version, or a later one. Nothing was changed");
    assertThat(contents()).isEqualTo(before);
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    for (Path file : Trees.files(root)) {
      contents.put(
          file,
          Files.readString(file, StandardCharsets.ISO_8859_1) + Files.getLastModifiedTime(file));
    }
    return contents;
  }
}

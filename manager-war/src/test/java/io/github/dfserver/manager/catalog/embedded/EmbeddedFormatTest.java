package io.github.dfserver.manager.catalog.embedded;

import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.format.Formats;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.ListingQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue of format 2, left by a manager that was killed: used, upgraded, and refused. */
class EmbeddedFormatTest {
  @TempDir private Path directory;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream packed = getClass().getResourceAsStream("catalogue-2.zip");
        ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
  }

  private Catalog open(Formats<MVStore> formats) {
    return EmbeddedCatalog.open(TestCatalogs.options(directory), formats);
  }

  private static void assertWhole(Catalog catalog) {
    assertThat(await(catalog.files().list(ListingQuery.all(100))).files())
        .extracting(FileRecord::name)
        .containsExactly("greetings/hello.txt", "greetings/\u00e4 b.txt", "large.txt", "late.txt");
    assertThat(catalog.clusterId()).hasToString("bb5d81b4-38bf-42ce-a1fe-b9655fb23821");
    assertThat(await(catalog.nodes().find("100"))).isPresent();
  }

  private static List<Formats.Step<MVStore>> steps(List<String> log) {
    return List.of(
        store -> {
          store.<String, String>openMap("added").put("by", "a step");
          store.commit();
          log.add("2 to 3");
        },
        store -> log.add("3 to 4"));
  }

  /** What the version that wrote it does when it is stopped. */
  private void closeInOrder() {
    open(State.FORMATS).close();
  }

  @Test
  void whatAnEarlierVersionLeftIsUsed() {
    try (Catalog catalog = open(State.FORMATS)) {
      assertWhole(catalog);
    }
  }

  @Test
  void anOlderFormatIsUpgradedOnce() {
    closeInOrder();
    List<String> log = new ArrayList<>();
    for (int start = 0; start < 2; start++) {
      try (Catalog catalog = open(new Formats<>(2, steps(log)))) {
        assertWhole(catalog);
      }
    }
    assertThat(log).containsExactly("2 to 3", "3 to 4");
    assertThatThrownBy(() -> open(State.FORMATS))
        .hasMessageContaining("was written by a newer version (its format is 4");
  }

  @Test
  void anUpgradeThatWasCutOffGoesOnWithTheNextStart() {
    closeInOrder();
    List<String> log = new ArrayList<>();
    List<Formats.Step<MVStore>> whole = steps(log);
    Formats.Step<MVStore> cutOff =
        store -> {
          store.<String, String>openMap("half").put("a", "b");
          store.commit();
          store.<String, String>openMap("half").put("not", "committed");
          throw new IOException("killed");
        };
    assertThatThrownBy(() -> open(new Formats<>(2, List.of(whole.get(0), cutOff))))
        .hasMessageContaining("killed");
    Formats.Step<MVStore> again =
        store -> {
          assertThat(store.<String, String>openMap("half")).containsExactly(Map.entry("a", "b"));
          whole.get(1).run(store);
        };
    try (Catalog catalog = open(new Formats<>(2, List.of(whole.get(0), again)))) {
      assertWhole(catalog);
    }
    assertThat(log).containsExactly("2 to 3", "3 to 4");
  }

  @Test
  void anOlderFormatThatWasNotClosedInOrderIsLeftToTheVersionThatWroteIt() {
    List<String> log = new ArrayList<>();
    assertThatThrownBy(() -> open(new Formats<>(2, steps(log))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("start the version of the manager that wrote it once more, stop it");
    assertThat(log).isEmpty();
    closeInOrder();
    try (Catalog catalog = open(new Formats<>(2, steps(log)))) {
      assertWhole(catalog);
    }
  }

  @Test
  void aNewerFormatIsRefusedInWordsAndLeftAsItIs() throws Exception {
    open(State.FORMATS).close();
    open(new Formats<>(2, steps(new ArrayList<>()))).close();
    Map<Path, String> before = contents();
    assertThatThrownBy(() -> open(State.FORMATS))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "The catalogue in "
                + directory
                + " was written by a newer version (its format is 4, the newest known here is 2);"
                + " start that version, or a later one. Nothing was changed");
    assertThat(contents()).isEqualTo(before);
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            file,
            Files.readString(file, StandardCharsets.ISO_8859_1) + Files.getLastModifiedTime(file));
      }
    }
    return contents;
  }
}

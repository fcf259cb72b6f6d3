package io.github.dfserver.manager.catalog.embedded;

import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.ListingQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged, lost or older file of a catalogue is refused, and never taken for what it was. */
final class DamageTest {
  @TempDir private Path directory;

  private EmbeddedCatalog open() {
    return EmbeddedCatalog.open(TestCatalogs.options(directory));
  }

  private Path state() {
    return directory.resolve("catalogue.mv");
  }

  @Test
  void aDamagedStateFileIsRefusedWithWordsThatSayWhatToDo() throws Exception {
    try (Catalog catalog = open()) {
      put(catalog.files(), "a", "100", 1);
    }
    byte[] whole = Files.readAllBytes(state());
    Files.write(state(), new byte[whole.length]);
    refusedAsDamaged();
    Files.write(state(), new byte[0]);
    refusedAsDamaged();

    Files.write(state(), whole);
    open().close();
  }

  private void refusedAsDamaged() {
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("from a backup");
  }

  @Test
  void aLostStateFileOrJournalIsNotTakenForAnEmptyCatalogue() throws Exception {
    try (Catalog catalog = open()) {
      put(catalog.files(), "a", "100", 1);
    }
    Path aside = directory.resolveSibling("aside");
    Files.move(state(), aside);
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("lost its state file");
    Files.move(aside, state());
    deleteTree(directory.resolve("journal"));
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("lost its journal");
  }

  /** One byte at a time all over the file, and the names of MVStore's own bookkeeping. */
  @Test
  void aDamagedByteIsNeverTakenForAnotherRecordOrForNone() throws Exception {
    String name = "some-name-that-is-found-in-the-file";
    FileRecord live;
    try (Catalog catalog = open()) {
      live = put(catalog.files(), name, "100", 1);
    }
    byte[] whole = Files.readAllBytes(state());
    Set<Integer> places = new TreeSet<>();
    for (int i = 0; i < whole.length; i += 61) {
      places.add(i);
    }
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    for (String known : List.of(name, "root.", "map.", "name.")) {
      for (int at = text.indexOf(known); at >= 0; at = text.indexOf(known, at + 1)) {
        places.add(at);
        places.add(at + known.length());
      }
    }
    int refused = 0;
    for (int place : places) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x55;
      Files.write(state(), damaged);
      try (Catalog catalog = open()) {
        assertThat(await(catalog.files().find(name))).as("byte %d", place).contains(live);
        assertThat(await(catalog.files().list(ListingQuery.all(10))).files()).containsExactly(live);
      } catch (CatalogException e) {
        assertThat(e).hasMessageContaining("from a backup");
        refused++;
      }
    }
    assertThat(refused).isPositive();
    Files.write(state(), whole);
    try (Catalog catalog = open()) {
      assertThat(await(catalog.files().find(name))).contains(live);
    }
  }

  @Test
  void aStateFileOfAnEarlierTimeIsNotTakenForTheLastOne() throws Exception {
    try (Catalog catalog = open()) {
      put(catalog.files(), "a", "100", 1);
    }
    byte[] earlier = Files.readAllBytes(state());
    try (Catalog catalog = open()) {
      put(catalog.files(), "b", "100", 1);
    }
    byte[] last = Files.readAllBytes(state());

    Files.write(state(), earlier);
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("of an earlier time");
    Files.write(state(), last);
    Path mark = directory.resolve("checkpoint");
    byte[] known = Files.readAllBytes(mark);
    Files.delete(mark);
    assertThatThrownBy(this::open)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("how far it reaches");
    Files.write(mark, known);
    try (Catalog catalog = open()) {
      assertThat(await(catalog.files().list(ListingQuery.all(10))).files()).hasSize(2);
    }
  }

  @Test
  void aMarkWhoseLastWriteWasCutOffIsTheOneBefore() throws Exception {
    CheckpointMark mark = new CheckpointMark(directory.resolve("mark"), true);
    mark.write(0);
    mark.write(1);
    for (long position : new long[] {7, 300, 1L << 40}) {
      byte[] before = Files.readAllBytes(directory.resolve("mark"));
      mark.write(position);
      byte[] after = Files.readAllBytes(directory.resolve("mark"));
      assertThat(new CheckpointMark(directory.resolve("mark"), true).read()).hasValue(position);
      int changed = Arrays.mismatch(before, after);
      byte[] cut = after.clone();
      cut[changed] ^= 0x55;
      Files.write(directory.resolve("mark"), cut);
      assertThat(new CheckpointMark(directory.resolve("mark"), true).read().orElse(-1))
          .isLessThan(position);
      Files.write(directory.resolve("mark"), after);
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}

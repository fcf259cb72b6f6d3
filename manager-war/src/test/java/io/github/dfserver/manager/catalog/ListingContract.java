package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.delete;
import static io.github.dfserver.manager.catalog.Records.pending;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every adapter promises about listings and their order. */
public abstract class ListingContract extends CatalogContract {

  @Test
  void anEmptyCatalogueListsNothing() {
    assertThat(await(files.list(ListingQuery.all(10))))
        .isEqualTo(new Listing(List.of(), List.of(), Optional.empty()));
    assertThat(await(files.onNode("100", Optional.empty(), 10)))
        .isEqualTo(new RecordPage(List.of(), Optional.empty()));
  }

  @Test
  void onlyLiveRecordsAreListed() {
    FileRecord live = put(files, "b", "100", 1);
    await(files.create(pending("a", "100")));
    FileRecord deleting = put(files, "c", "100", 1);
    await(files.replace(deleting, deleting.deleting(OWNER, NOW)));
    delete(files, put(files, "d", "100", 1));

    assertThat(await(files.list(ListingQuery.all(10))).files()).containsExactly(live);
    assertThat(await(files.onNode("100", Optional.empty(), 10)).records()).containsExactly(live);
  }

  @Test
  void namesComeInTheOrderOfTheirUtf8Bytes() {
    List<String> names =
        List.of("\uffee", "😀", "z", "Z", "é", "e\u0301", "a/b", "a-b", "a0", "a", "ab", "~");
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(
        (x, y) ->
            Arrays.compareUnsigned(
                x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));
    for (String name : names) {
      put(files, name, "100", 1);
    }

    assertThat(names(ListingQuery.all(100))).isEqualTo(sorted);
    assertThat(names(ListingQuery.all(1))).isEqualTo(sorted);
    assertThat(await(files.onNode("100", Optional.empty(), 100)).records())
        .extracting(FileRecord::name)
        .isEqualTo(sorted);
  }

  @Test
  void theLastPageHasNoNextEvenWhenItIsFull() {
    put(files, "a", "100", 1);
    put(files, "b", "100", 1);

    assertThat(await(files.list(ListingQuery.all(1))).next()).contains("a");
    assertThat(await(files.list(ListingQuery.all(2))).next()).isEmpty();
    assertThat(await(files.list(ListingQuery.all(1).after("a"))).next()).isEmpty();
    assertThat(await(files.onNode("100", Optional.empty(), 1)).next()).contains("a");
    assertThat(await(files.onNode("100", Optional.of("a"), 1)).next()).isEmpty();
  }

  @Test
  void aPrefixLimitsTheNames() {
    for (String name : List.of("a", "ab", "abc", "ac", "b", "é", "éa")) {
      put(files, name, "100", 1);
    }

    assertThat(names(new ListingQuery("ab", "", "", "", 1))).containsExactly("ab", "abc");
    assertThat(names(new ListingQuery("é", "", "", "", 9))).containsExactly("é", "éa");
    assertThat(names(new ListingQuery("ab", "", "", "a", 9))).containsExactly("ab", "abc");
    assertThat(names(new ListingQuery("ab", "", "", "b", 9))).isEmpty();
    assertThat(names(new ListingQuery("x", "", "", "", 9))).isEmpty();
  }

  @Test
  void containsIgnoresCaseAndLooksAtTheWholeName() {
    for (String name :
        List.of("docs/Report.PDF", "docs/x", "ÉCOLE", "a.b*c\\Q\\E", "report", "ΟΔΟΣ")) {
      put(files, name, "100", 1);
    }

    assertThat(names(new ListingQuery("", "rePort", "", "", 1)))
        .containsExactly("docs/Report.PDF", "report");
    assertThat(names(new ListingQuery("docs/", "REPORT", "", "", 9)))
        .containsExactly("docs/Report.PDF");
    assertThat(names(new ListingQuery("", "école", "", "", 9))).containsExactly("ÉCOLE");
    assertThat(names(new ListingQuery("", "δοσ", "", "", 9))).containsExactly("ΟΔΟΣ");
    assertThat(names(new ListingQuery("", ".b*", "", "", 9))).containsExactly("a.b*c\\Q\\E");
    assertThat(names(new ListingQuery("", "c\\q\\e", "", "", 9))).containsExactly("a.b*c\\Q\\E");
    assertThat(names(new ListingQuery("", "s/r", "", "", 9))).containsExactly("docs/Report.PDF");
    assertThat(names(new ListingQuery("", "\u0000", "", "", 9))).isEmpty();
  }

  @Test
  void aDelimiterListsOneLevelAndEachFolderOnce() {
    List<String> names = new ArrayList<>(List.of("a", "b/1", "b/2/3", "b0", "c/x", "d", "b-"));
    for (int i = 0; i < 100; i++) {
      names.add("big/" + i);
    }
    for (String name : names) {
      put(files, name, "100", 1);
    }

    for (int limit : new int[] {1, 2, 3, 100}) {
      ListingQuery top = new ListingQuery("", "", "/", "", limit);
      assertThat(names(top)).containsExactly("a", "b-", "b0", "d");
      assertThat(folders(top)).containsExactly("b/", "big/", "c/");
      ListingQuery below = new ListingQuery("b/", "", "/", "", limit);
      assertThat(names(below)).containsExactly("b/1");
      assertThat(folders(below)).containsExactly("b/2/");
    }
    Listing first = await(files.list(new ListingQuery("", "", "/", "", 3)));
    assertThat(first.files()).extracting(FileRecord::name).containsExactly("a", "b-");
    assertThat(first.folders()).containsExactly("b/");
    assertThat(first.next()).contains("b/");
  }

  @Test
  void aPageThatBeginsInsideAFolderDoesNotGiveTheFolderAgain() {
    for (String name : List.of("a/1", "a/2", "a/3", "b")) {
      put(files, name, "100", 1);
    }

    Listing page = await(files.list(new ListingQuery("", "", "/", "a/1", 10)));
    assertThat(page.folders()).isEmpty();
    assertThat(page.files()).extracting(FileRecord::name).containsExactly("b");
  }

  @Test
  void aDelimiterMayBeAnyString() {
    for (String name : List.of("1--a", "1--b", "2é3", "2é4", "3-", "x--")) {
      put(files, name, "100", 1);
    }

    ListingQuery dashes = new ListingQuery("", "", "--", "", 2);
    assertThat(folders(dashes)).containsExactly("1--", "x--");
    assertThat(names(dashes)).containsExactly("2é3", "2é4", "3-");
    assertThat(folders(new ListingQuery("", "", "é", "", 1))).containsExactly("2é");
  }

  @Test
  void aFolderIsListedWhenANameInItContainsWhatIsSought() {
    for (String name : List.of("a/dull", "a/Gem", "b/dull", "gem")) {
      put(files, name, "100", 1);
    }

    ListingQuery query = new ListingQuery("", "gem", "/", "", 10);
    assertThat(folders(query)).containsExactly("a/");
    assertThat(names(query)).containsExactly("gem");
  }

  @Test
  void theFilesOfANodeArePagedInOrder() {
    for (int i = 0; i < 25; i++) {
      put(files, "f%02d".formatted(i), i % 2 == 0 ? "1" : "10", 1);
    }

    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      RecordPage page = await(files.onNode("1", after, 4));
      assertThat(page.records()).hasSizeLessThanOrEqualTo(4);
      page.records().forEach(record -> seen.add(record.name()));
      after = page.next();
    } while (after.isPresent());
    assertThat(seen).hasSize(13).isSorted().allMatch(name -> name.charAt(2) % 2 == 0);
  }

  /** All files over all pages; each page is checked against the limit and the order. */
  final List<String> names(ListingQuery query) {
    return pages(query, false);
  }

  final List<String> folders(ListingQuery query) {
    return pages(query, true);
  }

  private List<String> pages(ListingQuery query, boolean folders) {
    List<String> seen = new ArrayList<>();
    ListingQuery ask = query;
    while (true) {
      Listing page = await(files.list(ask));
      assertThat(page.files().size() + page.folders().size()).isLessThanOrEqualTo(query.limit());
      if (folders) {
        seen.addAll(page.folders());
      } else {
        page.files().forEach(record -> seen.add(record.name()));
      }
      if (page.next().isEmpty()) {
        return seen;
      }
      assertThat(page.files().size() + page.folders().size()).isEqualTo(query.limit());
      ask = ask.after(page.next().get());
    }
  }
}

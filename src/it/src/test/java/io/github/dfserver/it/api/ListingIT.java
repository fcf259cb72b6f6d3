package io.github.dfserver.it.api;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /file}: pages of names. */
class ListingIT {
  @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.shared();

  /** In the order of their UTF-8 bytes, which is not that of UTF-16 code units. */
  private static final List<String> ORDERED =
      List.of(
          "list/order/A",
          "list/order/B",
          "list/order/Z",
          "list/order/a",
          "list/order/a b",
          "list/order/a/b",
          "list/order/a0",
          "list/order/b",
          "list/order/\u00e4",
          "list/order/\u20ac",
          "list/order/\uff5e",
          "list/order/\ud83d\ude00");

  @BeforeAll
  static void upload() throws Exception {
    List<String> names = new ArrayList<>(ORDERED);
    IntStream.range(0, 25).forEach(i -> names.add(String.format("list/page/%02d", i)));
    names.addAll(
        List.of(
            "list/tree/a",
            "list/tree/b/1",
            "list/tree/b/2",
            "list/tree/b/c/3",
            "list/tree/b0",
            "list/tree/d/4",
            "list/tree/e",
            "list/contains/Invoice-ÄRGER-2024.PDF",
            "list/contains/invoice-2025.pdf",
            "list/contains/other.txt"));
    for (String name : names) {
      Answer answer = api().put(name, name.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }
  }

  @Test
  void namesComeInTheOrderOfTheirBytes() throws Exception {
    assertThat(files(api().list("prefix", "list/order/"))).containsExactlyElementsOf(ORDERED);
  }

  @Test
  void aFileIsDescribedAsItsUploadWas() throws Exception {
    Map<String, Object> uploaded = api().put("list/described", Content.random(1, 10)).json();
    assertThat(api().list("prefix", "list/described").objects("files")).containsExactly(uploaded);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrOverlap() throws Exception {
    List<String> all =
        IntStream.range(0, 25).mapToObj(i -> String.format("list/page/%02d", i)).toList();
    for (int limit : new int[] {1, 4, 5, 24, 25, 26, 1000}) {
      List<String> seen = new ArrayList<>();
      Answer page = api().list("prefix", "list/page/", "limit", Integer.toString(limit));
      while (true) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(files(page)).hasSizeLessThanOrEqualTo(limit);
        seen.addAll(files(page));
        if (!page.json().containsKey("next")) {
          break;
        }
        assertThat(files(page)).hasSize(limit);
        page =
            api()
                .list(
                    "prefix",
                    "list/page/",
                    "limit",
                    Integer.toString(limit),
                    "after",
                    (String) page.json().get("next"));
      }
      assertThat(seen).as("limit %s", limit).containsExactlyElementsOf(all);
    }
  }

  @Test
  void theLastPageHasNoNextEvenWhenItIsFull() throws Exception {
    assertThat(api().list("prefix", "list/page/", "limit", "25").json()).doesNotContainKey("next");
  }

  @Test
  void aPageHasAHundredFilesUnlessToldOtherwise() throws Exception {
    for (int i = 0; i < 101; i++) {
      api().put("list/hundred/" + i, new byte[0]);
    }
    Answer page = api().list("prefix", "list/hundred/");
    assertThat(files(page)).hasSize(100);
    assertThat(page.json()).containsKey("next");
  }

  @Test
  void afterNeedNotBeANameInUse() throws Exception {
    assertThat(files(api().list("prefix", "list/page/", "after", "list/page/22x")))
        .containsExactly("list/page/23", "list/page/24");
    assertThat(files(api().list("prefix", "list/page/", "after", "a")).size()).isEqualTo(25);
    assertThat(files(api().list("prefix", "list/page/", "after", "list/q"))).isEmpty();
  }

  @Test
  void containsIgnoresCase() throws Exception {
    assertThat(files(api().list("prefix", "list/contains/", "contains", "INVOICE")))
        .containsExactly("list/contains/Invoice-ÄRGER-2024.PDF", "list/contains/invoice-2025.pdf");
    assertThat(files(api().list("contains", "ärger")))
        .contains("list/contains/Invoice-ÄRGER-2024.PDF");
    assertThat(files(api().list("prefix", "list/contains/", "contains", ".pdf"))).hasSize(2);
    assertThat(files(api().list("prefix", "list/contains/", "contains", "*"))).isEmpty();
  }

  @Test
  void containsPagesToo() throws Exception {
    Answer first = api().list("prefix", "list/contains/", "contains", "invoice", "limit", "1");
    assertThat(files(first)).containsExactly("list/contains/Invoice-ÄRGER-2024.PDF");
    Answer second =
        api()
            .list(
                "prefix",
                "list/contains/",
                "contains",
                "invoice",
                "limit",
                "1",
                "after",
                (String) first.json().get("next"));
    assertThat(files(second)).containsExactly("list/contains/invoice-2025.pdf");
  }

  @Test
  void aDelimiterListsOneLevel() throws Exception {
    Answer page = api().list("prefix", "list/tree/", "delimiter", "/");
    assertThat(files(page)).containsExactly("list/tree/a", "list/tree/b0", "list/tree/e");
    assertThat(page.strings("folders")).containsExactly("list/tree/b/", "list/tree/d/");
    assertThat(page.json()).doesNotContainKey("next");
    Answer below = api().list("prefix", "list/tree/b/", "delimiter", "/");
    assertThat(files(below)).containsExactly("list/tree/b/1", "list/tree/b/2");
    assertThat(below.strings("folders")).containsExactly("list/tree/b/c/");
  }

  @Test
  void foldersCountAgainstTheLimitAndAreGivenOnce() throws Exception {
    List<String> seen = new ArrayList<>();
    String after = "";
    for (int pages = 0; pages < 10 && after != null; pages++) {
      Answer page =
          after.isEmpty()
              ? api().list("prefix", "list/tree/", "delimiter", "/", "limit", "1")
              : api().list("prefix", "list/tree/", "delimiter", "/", "limit", "1", "after", after);
      assertThat(page.status()).isEqualTo(200);
      assertThat(files(page).size() + page.strings("folders").size()).isEqualTo(1);
      seen.addAll(files(page));
      seen.addAll(page.strings("folders"));
      after = (String) page.json().get("next");
    }
    assertThat(seen)
        .containsExactly(
            "list/tree/a", "list/tree/b/", "list/tree/b0", "list/tree/d/", "list/tree/e");
  }

  @Test
  void withoutDelimiterThereAreNoFolders() throws Exception {
    Answer page = api().list("prefix", "list/tree/");
    assertThat(files(page)).hasSize(7);
    assertThat(page.strings("folders")).isEmpty();
  }

  @Test
  void whatIsNotThereIsAnEmptyPage() throws Exception {
    Answer page = api().list("prefix", "list/nothing-like-this");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(page.objects("files")).isEmpty();
    assertThat(page.json()).containsKey("files").doesNotContainKey("next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "ten", "", "1.5", "99999999999"})
  void aLimitOutOfRangeIsRefused(String limit) throws Exception {
    assertProblem(api().list("limit", limit), 400, 6);
  }

  private static List<String> files(Answer page) {
    assertThat(page.status()).as("%s", page).isEqualTo(200);
    return page.objects("files").stream().map(file -> (String) file.get("filename")).toList();
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}

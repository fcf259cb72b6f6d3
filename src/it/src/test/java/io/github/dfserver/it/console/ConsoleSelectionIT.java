package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.support.ClusterExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Selecting files in the list of the console, and deleting them together. */
class ConsoleSelectionIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-selection");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("console-selection", options -> options.withNodes("100", "101"));

  private static final String ALL = "input[aria-label='Select all files shown']";
  private static final String CHOSEN = ".selection p";
  private static final String QUESTION = "dialog.question";

  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.untilText("main", "All files");
  }

  /** Stores files of one byte and shows their folder. */
  private void show(String folder, String... names) throws Exception {
    for (String name : names) {
      assertThat(CLUSTER.api().put(folder + name, new byte[1]).status()).isEqualTo(201);
    }
    tab.hash("#/files/" + folder);
    tab.untilText("main h1", folder.replace("/", ""));
    untilShown(names.length);
  }

  private void untilShown(int files) throws Exception {
    tab.until("document.querySelectorAll('.row a[href^=\"#/file/\"]').length === " + files);
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj("%03d.txt"::formatted).toArray(String[]::new);
  }

  private static String box(String name) {
    return "input[aria-label=" + Json.quote("Select " + name) + "]";
  }

  /** The names that are ticked. */
  private List<?> ticked() throws Exception {
    return (List<?>)
        tab.evaluate(
            "[...document.querySelectorAll('.chunk :checked')].map(e => e.ariaLabel.slice(7))");
  }

  @Test
  void severalFilesAreDeletedAfterOneQuestion() throws Exception {
    show("several/", "a.txt", "b \"quoted\".txt", "c.txt", "d.txt");
    assertThat(tab.evaluate("document.querySelectorAll('.selection').length")).isEqualTo(0L);
    tab.click(box("a.txt"));
    tab.untilText(CHOSEN, "1 file selected, 1 B");
    tab.click("input[aria-label^='Select b']");
    tab.click(box("d.txt"));
    tab.untilText(CHOSEN, "3 files selected, 3 B");
    tab.click(box("a.txt"));
    tab.untilText(CHOSEN, "2 files selected");

    tab.click(".selection button", "Delete");
    tab.untilText(QUESTION + " h2", "Delete 2 files?");
    tab.untilText(QUESTION + " li", "b \"quoted\".txt");
    tab.untilText(QUESTION + " li", "d.txt");
    assertThat(tab.text(QUESTION)).doesNotContain("a.txt").contains("cannot be brought back");
    tab.click(QUESTION + " button", "Cancel");
    tab.untilGone(QUESTION);
    tab.untilText(CHOSEN, "2 files selected");
    assertThat(CLUSTER.api().names("several/")).hasSize(4);

    tab.click(".selection button", "Delete");
    tab.click(QUESTION + " button", "Delete 2 files");
    tab.untilText(".notice", "2 files deleted");
    tab.untilGone(".selection");
    untilShown(2);
    assertThat(CLUSTER.api().names("several/")).containsExactly("several/a.txt", "several/c.txt");
  }

  @Test
  void allThatAreShownAndRangesAreSelected() throws Exception {
    CLUSTER.api().put("range/folder/file.txt", new byte[1]);
    show("range/", numbered(12));
    tab.click(ALL);
    tab.untilText(CHOSEN, "12 files selected");
    tab.click(box("005.txt"));
    tab.untilText(CHOSEN, "11 files selected");
    tab.until("document.querySelector(\"" + ALL + "\").indeterminate");
    tab.click(".selection button", "Clear");
    tab.untilGone(".selection");
    assertThat(ticked()).isEmpty();

    tab.click(box("003.txt"));
    tab.clickWithShift(box("006.txt"));
    tab.untilText(CHOSEN, "4 files selected");
    assertThat(ticked()).isEqualTo(List.of("003.txt", "004.txt", "005.txt", "006.txt"));
    tab.clickWithShift(box("004.txt"));
    tab.untilText(CHOSEN, "1 file selected");
    assertThat(ticked()).isEqualTo(List.of("003.txt"));
    assertThat(tab.evaluate("getSelection().toString()")).isEqualTo("");
  }

  @Test
  void goingElsewhereSelectsNone() throws Exception {
    show("elsewhere/", "a.txt", "b.txt");
    List<String> ways =
        List.of("#/files/", "#/nodes", "#/files/elsewhere/?q=txt", "#/files/elsewhere/deeper/");
    for (String elsewhere : ways) {
      tab.click(ALL);
      tab.untilText(CHOSEN, "2 files selected");
      tab.hash(elsewhere);
      tab.untilGone(".selection");
      tab.hash("#/files/elsewhere/");
      // What was found by a search is the same two.
      tab.until("document.querySelector('.search input')?.value === ''");
      untilShown(2);
      tab.until("document.querySelectorAll('h1').length === 1");
      assertThat(ticked()).as("after " + elsewhere).isEmpty();
    }
    // A look at a file does not go elsewhere.
    tab.click(ALL);
    tab.hash("#/file/elsewhere/a.txt");
    tab.untilText("dialog.details h2", "a.txt");
    tab.press("Escape", 27);
    tab.untilGone("dialog");
    tab.untilText(CHOSEN, "2 files selected");
    // Nor is one selected any longer that somebody else deletes and stores anew.
    CLUSTER.api().delete("elsewhere/b.txt");
    tab.untilText(CHOSEN, "1 file selected");
    CLUSTER.api().put("elsewhere/b.txt", new byte[1]);
    untilShown(2);
    assertThat(ticked()).isEqualTo(List.of("a.txt"));
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    show("keys/", numbered(5));
    tab.evaluate("document.querySelector('" + box("001.txt") + "').focus()");
    tab.press(" ", 32);
    tab.untilText(CHOSEN, "1 file selected");
    tab.untilText(".notices .unseen", "1 file selected");
    tab.press("Escape", 27);
    tab.untilGone(".selection");
    tab.press(" ", 32);
    while (!Boolean.TRUE.equals(
        tab.evaluate("document.activeElement.matches('" + box("003.txt") + "')"))) {
      assertThat(tab.evaluate("document.activeElement !== document.body")).isEqualTo(true);
      tab.press("Tab", 9);
    }
    tab.pressWithShift(" ", 32);
    tab.untilText(CHOSEN, "3 files selected");
    tab.press("Delete", 46);
    tab.untilText(QUESTION + " h2", "Delete 3 files?");
    tab.until("document.activeElement.textContent === 'Cancel'");
    tab.press("Enter", 13);
    tab.untilGone(QUESTION);
    tab.until("document.activeElement.matches('" + box("003.txt") + "')");
    tab.press("Delete", 46);
    tab.until("document.activeElement.textContent === 'Cancel'");
    tab.press("Tab", 9);
    tab.press("Enter", 13);
    tab.untilText(".notice", "3 files deleted");
    assertThat(CLUSTER.api().names("keys/")).containsExactly("keys/000.txt", "keys/004.txt");
    tab.until("document.activeElement.id === 'main'");
  }

  @Test
  void theQuestionNamesABoundedNumber() throws Exception {
    show("bounded/", numbered(30));
    tab.click(ALL);
    tab.click(".selection button", "Delete");
    tab.untilText(QUESTION + " h2", "Delete 30 files?");
    tab.untilText(QUESTION + " li", "and 20 more");
    assertThat(tab.evaluate("document.querySelectorAll('dialog.question li').length"))
        .isEqualTo(11L);
    tab.press("Escape", 27);
    tab.untilGone("dialog");
  }

  @Test
  void aFewAtATimeAreDeletedAndTheRestCanBeLeftAlone() throws Exception {
    show("progress/", numbered(60));
    tab.evaluate("performance.clearResourceTimings()");
    tab.latency(100);
    tab.click(ALL);
    tab.click(".selection button", "Delete");
    tab.click(QUESTION + " button", "Delete 60 files");
    tab.until(
        "/^Deleting, [1-9]\\d* of 60$/.test(document.querySelector('.deletions h2')?.innerText)");
    tab.until("document.querySelector('.deletions progress').value > 4");
    tab.click(".deletions button", "Stop");
    tab.untilGone(".deletions");
    tab.untilText(".notice", "left alone");
    tab.latency(0);
    int left = CLUSTER.api().names("progress/").size();
    assertThat(left).isBetween(1, 55);
    untilShown(left);
    assertThat(mostAtATime("progress")).isEqualTo(4L);
  }

  /** The most requests for files of a folder that overlapped. */
  private Object mostAtATime(String folder) throws Exception {
    return tab.evaluate(
        """
        (asked => Math.max(...asked.map(a =>
          asked.filter(b => b.startTime <= a.startTime && a.startTime < b.responseEnd).length)))(
            performance.getEntriesByType('resource').filter(e => e.name.includes('/file/%s/')))
        """
            .formatted(folder));
  }

  @Test
  void thoseThatFailAreNamedAndTheOthersAreDeleted() throws Exception {
    show("failing/", numbered(6));
    List<String> away = new ArrayList<>();
    for (Map<String, Object> file : CLUSTER.api().list("prefix", "failing/").objects("files")) {
      if (file.get("node").equals("101")) {
        away.add((String) file.get("filename"));
      }
    }
    assertThat(away).isNotEmpty().hasSizeLessThan(6);
    CLUSTER.cluster().node("101").kill();
    CLUSTER.cluster().awaitState("101", "offline");
    tab.click(ALL);
    tab.untilText(CHOSEN, "6 files selected");
    tab.click(".selection button", "Delete");
    tab.click(QUESTION + " button", "Delete 6 files");
    tab.untilText(
        ".deletions h2", "%d files deleted, %d files not".formatted(6 - away.size(), away.size()));
    for (String name : away) {
      tab.untilText(".deletions .failed", name);
    }
    assertThat(tab.text(".deletions .failed small")).contains("101");
    untilShown(away.size());
    assertThat(CLUSTER.api().names("failing/")).containsExactlyElementsOf(away);
    look("deletions");

    CLUSTER.cluster().launchNode("101");
    CLUSTER.cluster().awaitOnline("101");
    tab.click(".deletions button", "Try again");
    tab.untilText(".notice", "6 files deleted");
    tab.untilGone(".deletions");
    assertThat(CLUSTER.api().names("failing/")).isEmpty();
  }

  @Test
  void everybodyCanSelect() throws Exception {
    CLUSTER.api().put("look/a folder/one.txt", new byte[1]);
    show("look/", numbered(18));
    look("unselected");
    tab.click(box("002.txt"));
    tab.clickWithShift(box("004.txt"));
    tab.untilText(CHOSEN, "3 files selected");
    look("selected");
    tab.click(ALL);
    tab.click(".selection button", "Delete");
    tab.untilText(QUESTION + " h2", "Delete 18 files?");
    look("delete-selected");
    tab.press("Escape", 27);
    tab.untilGone(QUESTION);
  }

  private void look(String name) throws Exception {
    Appearance.look(tab, name, 320, 390, 900, 1280, 1920);
  }
}

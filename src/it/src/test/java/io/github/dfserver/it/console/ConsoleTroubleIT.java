package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.support.ClusterExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the console says when something is not as people hoped. */
class ConsoleTroubleIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-trouble");

  private static final int MOST_TO_COMPARE = 64 * 1024 * 1024;
  private static final int MOST = MOST_TO_COMPARE + 1;

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "console-trouble",
          options -> options.withSetting("dfs.max-file-size", Integer.toString(MOST)));

  @TempDir private Path directory;
  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.untilText("main", "All files");
  }

  private Path file(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private Path zeros(String name, int size) throws IOException {
    Path file = directory.resolve(name);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    return file;
  }

  private long count(String selector) throws Exception {
    return (Long) tab.evaluate("document.querySelectorAll(\"" + selector + "\").length");
  }

  private void closeUploads() throws Exception {
    tab.click(".uploads button[aria-label='Close the uploads']");
    tab.untilGone(".uploads");
  }

  private void look(String name) throws Exception {
    Appearance.look(tab, name, 390, 1280);
  }

  @Test
  void theSameFolderAgainIsThereAlready() throws Exception {
    Path tree = directory.resolve("tree");
    file("tree/a.txt", "a");
    file("tree/deep/b.txt", "b");
    Path changed = file("tree/c.txt", "one");
    file("tree/empty", "");
    tab.pick("#pick-folder", tree);
    tab.untilText(".uploads h2", "4 files uploaded");
    closeUploads();

    file("tree/c.txt", "two");
    tab.pick("#pick-folder", tree);
    tab.untilText(".uploads h2", "3 there already, 1 differs");
    assertThat(count(".uploads li.present")).isEqualTo(3);
    assertThat(tab.text(".uploads li.present small")).isEqualTo("There already, the same");
    assertThat(tab.text(".uploads li.differs small")).startsWith("Another file of this name");
    assertThat(count(".uploads button[aria-label^=Retry]")).isZero();
    assertThat(tab.text(".uploads")).doesNotContain("Retry all");
    look("uploads-again");
    closeUploads();

    tab.hash("#/files/tree/");
    tab.untilText("main h1", "tree");
    Path large = zeros("large.bin", MOST);
    tab.pick("#pick-files", large);
    tab.untilText(".uploads h2", "1 file uploaded");
    closeUploads();
    tab.pick("#pick-files", changed, large, zeros("larger", MOST + 1), zeros("largest", MOST + 2));
    tab.untilText(".uploads h2", "1 differs, 1 not compared, 2 failed");
    tab.untilText(".uploads li.uncompared", "not compared");
    assertThat(count(".uploads button[aria-label^=Retry]")).isEqualTo(2);
    tab.click(".uploads button", "Retry all");
    tab.untilText(".uploads h2", "1 differs, 1 not compared, 2 failed");
    assertThat(CLUSTER.api().get("tree/c.txt").body()).asString().isEqualTo("one");
  }

  /** An answer that is older than what happened since does not hide that. */
  @Test
  void aFileThatCameWhileTheFolderWasReadIsSeen() throws Exception {
    tab.evaluate(
        """
        let release, held = 0;
        const hold = new Promise((resolve) => (release = resolve)), asked = fetch;
        fetch = async (url, ...more) => {
          const answer = await asked(url, ...more);
          if (url.includes('file?')) {
            held++;
            await hold;
          }
          return answer;
        };
        0
        """);
    tab.hash("#/files/late/");
    tab.until("held === 1");
    tab.pick("#pick-files", file("late.txt", "late"));
    tab.untilText(".uploads h2", "1 file uploaded");
    tab.evaluate("release()");
    tab.untilText(".table[aria-busy=false] .row", "late.txt");
  }

  @Test
  void aDrainedNodeThatIsStoppedIsUsedAgain() throws Exception {
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Online");
    tab.click(".node.card:nth-child(3) button", "Drain");
    tab.click("dialog button", "Drain");
    tab.untilText(".node.card .state", "Drained, safe to unplug");
    CLUSTER.cluster().node("102").kill();
    tab.untilText(".node.card.offline .state", "Offline, drained");
    assertThat(tab.text(".node.card.offline fieldset"))
        .contains("Use again")
        .doesNotContain("Drain");
    assertThat(count(".node.card.offline .track > div")).as("bars of nothing").isZero();
    look("nodes-drained");
    tab.click(".node.card.offline button", "Use again");
    tab.untilText("dialog", "when it is back");
    tab.click("dialog button", "Use again");
    tab.untilText(".node.card.offline fieldset", "Drain");
    assertThat(tab.text(".node.card.offline .state")).isEqualTo("Offline");
    CLUSTER.cluster().launchNode("102");
    CLUSTER.cluster().awaitState("102", "online");
  }

  @Test
  void whileTheManagerIsAwayOneNoticeSaysSo() throws Exception {
    tab.hash("#/nodes");
    tab.untilText(".node.card .state", "Online");
    CLUSTER.cluster().manager().kill();
    tab.untilText(".offline", "does not answer");
    tab.untilText(".past .node.card .state", "Online at ");
    assertThat(tab.text(".balance .verdict")).contains("As it was at ");
    assertThat(count(".past fieldset:not([disabled]), .balance button:not([disabled])")).isZero();
    tab.hash("#/activity");
    tab.untilText("main h1", "Activity");
    tab.hash("#/nodes");
    tab.untilText("main h1", "Nodes");
    look("nodes-past");
    tab.hash("#/files/unread/");
    tab.untilText("main h1", "unread");
    tab.untilGone(".empty");
    tab.hash("#/nodes");
    tab.untilText(".past .node.card .state", "Online at ");
    assertThat(count(".problem")).isZero();
    assertThat(
            tab.evaluate(
                "[...document.querySelectorAll('button')].filter(b => /^Try/.test(b.innerText)).length"))
        .isEqualTo(1L);
    CLUSTER.cluster().launchManager();
    CLUSTER.cluster().awaitOnline("100", "101", "102");
    tab.untilGone(".past");
    tab.until(
        "[...document.querySelectorAll('.node.card .state')].every(e => e.innerText === 'Online')");
    assertThat(count(".problem, .offline")).isZero();
  }
}

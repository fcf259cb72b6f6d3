package io.github.dfserver.it.console;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes are checked and forgotten in the console. */
class ConsoleNodesIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-nodes");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER = ClusterExtension.own("console-nodes", options -> options);

  private static final int FILES = 9;
  private static final String FIRST = ".node.card:first-child"; // node 100
  private static final String LAST = ".node.card:last-child";
  private static final String OFFLINE = ".node.card.offline";

  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Online");
  }

  private static FileApi api() {
    return CLUSTER.api();
  }

  private static void store(String prefix) throws Exception {
    for (int i = 0; i < FILES; i++) {
      assertThat(api().put(prefix + i, content(i)).status()).isEqualTo(201);
    }
  }

  private static byte[] content(int seed) {
    return Content.random(seed, 5000);
  }

  private static List<String> filesOf(String node, String query) throws Exception {
    return api().getPath("node/" + node + "/file" + query).objects("files").stream()
        .map(file -> (String) file.get("filename"))
        .toList();
  }

  @Test
  void aCheckFindsWhatIsDamagedOnItsNode() throws Exception {
    store("checked-");
    String name = filesOf("100", "").get(0);
    damage(name);

    tab.click(FIRST + " button", "Check all files");
    tab.untilText(".notice", "Node 100 reads all its files again");
    tab.untilText(FIRST, "1 damaged");
    tab.untilText(FIRST, "Checked");
    assertThat(filesOf("100", "?state=damaged")).containsExactly(name);
    assertThat(tab.evaluate("document.querySelectorAll('.node.card .warn').length")).isEqualTo(1L);
    for (String other : List.of("101", "102")) {
      assertThat(scrub(other)).as(other).doesNotContainEntry("running", true);
    }
    tab.click(FIRST + " button", "1 damaged");
    tab.untilText("dialog h2", "Damaged files on node 100");
    tab.untilText("dialog li", name);
    assertThat(Accessibility.violations(tab)).isEmpty();
    tab.screenshot(Appearance.picture("damaged"));
    tab.press("Escape", 27);
    tab.untilGone("dialog");

    int seed = Integer.parseInt(name.substring(name.length() - 1));
    assertThat(api().put(name, content(seed)).status()).isEqualTo(201);
    tab.click(FIRST + " button", "Check all files");
    tab.untilText(FIRST, "all sound");
    assertThat(filesOf("100", "?state=damaged")).isEmpty();
  }

  /** Turns all bits of the first byte. */
  private static void damage(String name) throws Exception {
    NodeTree tree = new NodeTree(CLUSTER.cluster().nodeDirectory("100"));
    Path file =
        tree.files().stream()
            .filter(path -> path.endsWith(name))
            .map(path -> tree.root().resolve("files").resolve(path))
            .findFirst()
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] = (byte) ~bytes[0];
    Files.write(file, bytes);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> scrub(String node) throws Exception {
    return (Map<String, Object>)
        api().getPath("node/" + node).json().getOrDefault("scrub", Map.of());
  }

  @Test
  void aLostNodeIsForgottenWithItsFilesOnlyAfterAWarning() throws Exception {
    store("lost-");
    CLUSTER.cluster().node("102").kill();
    tab.untilText(OFFLINE, "Node 102");
    List<String> held = filesOf("102", "");
    assertThat(held).isNotEmpty();
    String many = held.size() == 1 ? "1 file" : held.size() + " files";
    tab.untilText(OFFLINE, many + " cannot be read now");

    tab.click(OFFLINE + " button", "Forget");
    tab.untilText("dialog h2", "Forget node 102?");
    tab.untilText("dialog", many + " on it will be missing");
    assertThat(Accessibility.violations(tab)).isEmpty();
    tab.screenshot(Appearance.picture("forget"));
    tab.click("dialog button", "Cancel");
    tab.untilGone("dialog");
    assertThat(api().getPath("node/102").status()).isEqualTo(200);

    tab.click(OFFLINE + " button", "Forget");
    tab.click("dialog button", "Give up " + many);
    tab.untilText(".notice", "Node 102 is forgotten");
    tab.untilGone(OFFLINE);
    assertProblem(api().getPath("node/102"), 404, 10);
    assertThat(filesOf("102", "?state=missing")).containsExactlyElementsOf(held);
    assertProblem(api().get(held.get(0)), 500, 12);
    tab.hash("#/activity");
    tab.untilText(".feed li.bad", "Node 102 was forgotten, its files are missing");
  }

  @Test
  void anEmptyNodeIsForgottenAndKnownAgainWhenItComesBack() throws Exception {
    CLUSTER.cluster().launchNode("103");
    tab.untilText(LAST, "Node 103");
    tab.click(LAST + " button", "Drain");
    tab.untilText("dialog h2", "Drain node 103?");
    tab.click("dialog button", "Drain");
    tab.untilText(LAST + " .state", "Drained, safe to unplug");
    assertThat(tab.text(LAST)).doesNotContain("Forget");
    CLUSTER.cluster().node("103").close();
    tab.untilText(LAST + " .state", "Offline");

    tab.click(LAST + " button", "Forget");
    tab.untilText("dialog h2", "Forget node 103?");
    tab.untilText("dialog", "It holds no file");
    tab.click("dialog button", "Forget it");
    tab.untilText(".notice", "Node 103 is forgotten");
    tab.until(
        "![...document.querySelectorAll('.node.card')].some(e => e.innerText.includes('Node 103'))");
    assertProblem(api().getPath("node/103"), 404, 10);

    CLUSTER.cluster().launchNode("103");
    tab.untilText(LAST, "Node 103");
    tab.untilText(LAST + " .state", "Online");
  }
}

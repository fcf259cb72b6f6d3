package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.NamePath;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people do in the console of a manager that serves its own machine without credentials. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("console", options -> options.withSetting("dfs.lease", "5s"));

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MANY = 10_000;

  @TempDir private Path directory;
  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.untilText("main", "All files");
  }

  @AfterEach
  void noOtherHostWasAsked() {
    URI base = CLUSTER.api().base();
    assertThat(tab.hosts()).containsExactly(base.getHost() + ":" + base.getPort());
  }

  private Path file(String name, byte[] content) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static void store(String name, byte[] content) throws Exception {
    assertThat(CLUSTER.api().put(name, content).status()).isEqualTo(201);
  }

  private static String row(String name) {
    return ".row a[href='#/file/" + NamePath.path(name) + "']";
  }

  @Test
  @Order(1)
  void filesAndFoldersAreUploadedLookedAtDownloadedAndDeleted() throws Exception {
    byte[] content = random(3_000_000);
    Path first = file("report.bin", content);
    Path second = file("notes.txt", utf8("To be read"));
    tab.hash("#/files/work/");
    tab.untilText("main h1", "work");
    tab.untilText(".empty", "No files here yet");
    tab.pick("#pick-files", first, second);
    tab.untilText(".uploads h2", "2 files uploaded");
    tab.until("!!document.querySelector(\"" + row("work/report.bin") + "\")");
    assertThat(CLUSTER.api().get("work/report.bin").body()).isEqualTo(content);

    file("tree/a.txt", utf8("a"));
    file("tree/deep/er/b.txt", utf8("b"));
    file("tree/c.txt", utf8("c"));
    tab.drop(directory.resolve("tree"));
    tab.untilText(".uploads h2", "5 files uploaded");
    tab.untilText(".row", "tree");
    assertThat(CLUSTER.api().names("work/tree/"))
        .containsExactly("work/tree/a.txt", "work/tree/c.txt", "work/tree/deep/er/b.txt");
    tab.pick("#pick-folder", directory.resolve("tree").resolve("deep"));
    tab.untilText(".uploads h2", "6 files uploaded");
    assertThat(CLUSTER.api().names("work/deep/")).containsExactly("work/deep/er/b.txt");

    tab.pick("#pick-files", second);
    tab.untilText(".uploads h2", "6 files uploaded, 1 there already");
    tab.click(".uploads button[aria-label='Close the uploads']");
    tab.untilGone(".uploads");

    tab.click(row("work/report.bin"));
    tab.untilText("dialog.details", sha256(content));
    tab.click("dialog.details button", "Download");
    Path saved = CHROMIUM.downloads().resolve("report.bin");
    Await.until("the download", LIMIT, () -> Files.exists(saved));
    assertThat(Files.readAllBytes(saved)).isEqualTo(content);
    tab.click("dialog.details button", "Copy link");
    tab.until(
        "document.querySelector('dialog input[readonly]')?.value.includes('/file/work/report.bin?')");
    String link = (String) tab.evaluate("document.querySelector('dialog input[readonly]').value");
    HttpResponse<byte[]> linked =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofByteArray());
    assertThat(linked.body()).isEqualTo(content);
    tab.press("Escape", 27);
    tab.untilGone("dialog");

    tab.click(row("work/notes.txt"));
    tab.untilText("dialog pre", "To be read");
    tab.click("dialog.details button", "Delete");
    tab.untilText("dialog.question", "cannot be brought back");
    tab.click("dialog.question button", "Cancel");
    tab.untilGone("dialog.question");
    assertThat(CLUSTER.api().head("work/notes.txt").status()).isEqualTo(200);
    tab.click("dialog.details button", "Delete");
    tab.click("dialog.question button.danger");
    tab.untilGone("dialog");
    tab.untilGone(row("work/notes.txt"));
    assertThat(CLUSTER.api().head("work/notes.txt").status()).isEqualTo(404);
  }

  @Test
  @Order(2)
  void anUploadShowsHowFarItIsAndIsCancelled() throws Exception {
    Path large = file("large.bin", random(20_000_000));
    Path small = file("small.bin", random(1000));
    tab.uploadRate(2_000_000);
    tab.hash("#/files/slow/");
    tab.untilText("main h1", "slow");
    tab.pick("#pick-files", large);
    tab.untilText(".uploads h2", "Uploading, 1 of 1 left");
    tab.until("document.querySelector('.uploads li progress')?.value > 100000");
    tab.untilText(".uploads .rate", "left");
    tab.click(
        ".uploads button[aria-label='Cancel large.bin'], .uploads button[aria-label$='large.bin']");
    tab.untilText(".uploads li.cancelled", "large.bin");
    tab.uploadRate(-1);
    tab.pick("#pick-files", small);
    tab.untilText(".uploads h2", "1 file uploaded, 1 cancelled");
    assertThat(CLUSTER.api().names("slow/")).containsExactly("slow/small.bin");
    tab.click(".uploads button[aria-label^='Retry']");
    tab.untilText(".uploads h2", "2 files uploaded");
    assertThat(CLUSTER.api().get("slow/large.bin").body()).isEqualTo(random(20_000_000));
  }

  @Test
  @Order(3)
  void oddNamesAreKeptAndHarmless() throws Exception {
    List<String> names =
        List.of(
            "100 % # ? + & ; : * |.txt",
            "<img src=x onerror=console.error(1)>.txt",
            "\"quotes\" 'too'.txt",
            "invoice\u202egpj.exe",
            "\u0639\u0631\u0628\u064a.txt",
            "e\u0301 and \u00e9.txt",
            "\ud83c\udf89.txt");
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      files.add(file(name, utf8(name)));
    }
    tab.hash("#/files/odd%20%25/");
    tab.untilText("main h1", "odd %");
    tab.pick("#pick-files", files.toArray(Path[]::new));
    tab.untilText(".uploads h2", "7 files uploaded");
    assertThat(CLUSTER.api().names("odd %/"))
        .containsExactlyInAnyOrderElementsOf(names.stream().map(n -> "odd %/" + n).toList());
    tab.untilText(".row .invisible", "U+202E");
    for (String name : names) {
      tab.hash("#/file/" + NamePath.path("odd %/" + name));
      tab.untilText("dialog.details dd.code", sha256(utf8(name)));
      tab.press("Escape", 27);
      tab.untilGone("dialog");
    }
  }

  @Test
  @Order(4)
  void tenThousandFilesAreSearchedAndReadToTheEnd() throws Exception {
    manyFiles();
    tab.hash("#/files/many/");
    tab.untilText(".below", "200 files, and more");
    tab.type(".search input", "09998");
    tab.untilText(".below", "1 file");
    assertThat(tab.text(".row .main .name")).isEqualTo("file-09998");
    assertThat(tab.evaluate("location.hash")).isEqualTo("#/files/many/?q=09998");
    tab.type(".search input", "file-");
    tab.untilText(".below", "200 files, and more");
    tab.evaluate("location.hash = '#/files/many/'");
    Await.until(
        "all of them",
        Duration.ofMinutes(2),
        () -> {
          tab.evaluate("scrollTo(0, document.body.scrollHeight)");
          return tab.text(".below").equals("10,000 files");
        });
  }

  private static void manyFiles() {
    int atOnce = 32;
    HttpClient client = HttpClient.newHttpClient();
    CompletableFuture.allOf(
            IntStream.range(0, atOnce)
                .mapToObj(i -> storeEach(client, i, atOnce))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static CompletableFuture<Void> storeEach(HttpClient client, int number, int step) {
    if (number >= MANY) {
      return CompletableFuture.completedFuture(null);
    }
    HttpRequest request =
        CLUSTER
            .api()
            .request(CLUSTER.api().file("many/file-%05d".formatted(number)))
            .PUT(BodyPublishers.ofString("x"))
            .build();
    return client
        .sendAsync(request, BodyHandlers.discarding())
        .thenCompose(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(201);
              return storeEach(client, number + step, step);
            });
  }

  @Test
  @Order(5)
  void nodesAreDrainedAndTheirLossIsSeenAtOnce() throws Exception {
    store("kept/a", utf8("a"));
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Online");
    tab.click(".balance button", "Pause moves");
    tab.untilText(".balance", "Paused");
    tab.click(".balance button", "Resume moves");
    tab.untilText(".balance button", "Pause moves");

    tab.click(".node.card button", "Drain");
    tab.untilText("dialog", "Drain node 100?");
    tab.press("Escape", 27);
    tab.untilGone("dialog");
    assertThat(state("100")).isEqualTo("online");
    tab.click(".node.card button", "Drain");
    tab.click("dialog button", "Drain");
    tab.untilText(".node.card .state", "Drain");
    tab.click(".node.card button", "Use again");
    tab.click("dialog button", "Use again");
    tab.untilText(".notice", "takes files again");
    assertThat(tab.text(".notices")).doesNotContain("is being drained");
    tab.until(
        "[...document.querySelectorAll('.node.card .state')].every(e => e.innerText === 'Online')");

    CLUSTER.cluster().node("101").kill();
    tab.untilText(".node.card.offline", "Node 101");
    tab.untilText(".node.card.offline", "cannot be read now");
    tab.click(".node.card.offline button", "Unavailable files");
    tab.untilText("dialog li", "B");
    tab.press("Escape", 27);
    tab.untilGone("dialog");
    tab.hash("#/activity");
    tab.untilText(".feed li.bad", "Node 101 went away");
    CLUSTER.cluster().launchNode("101");
    tab.untilText(".feed li.good", "Node 101 is online");
    tab.untilText(".chart", "Requests");
  }

  private static Object state(String node) throws Exception {
    return CLUSTER.api().nodes().stream()
        .filter(n -> n.get("id").equals(node))
        .findFirst()
        .orElseThrow()
        .get("state");
  }

  @Test
  @Order(6)
  void aManagerThatIsGoneIsWaitedFor() throws Exception {
    tab.hash("#/files/gone/");
    tab.untilText(".empty", "No files here yet");
    CLUSTER.cluster().manager().kill();
    tab.untilText(".offline", "does not answer");
    tab.hash("#/files/kept/");
    tab.untilGone(".empty"); // read, or given up
    tab.untilGone(".problem");
    CLUSTER.cluster().launchManager();
    CLUSTER.cluster().awaitOnline("100", "101", "102");
    tab.untilGone(".offline");
    tab.until("!!document.querySelector(\"" + row("kept/a") + "\")");
    store("kept/b", utf8("b"));
    tab.until("!!document.querySelector(\"" + row("kept/b") + "\")");
    assertThat(CLUSTER.api().delete("kept/b").status()).isEqualTo(200);
    tab.untilGone(row("kept/b"));
  }

  @Test
  @Order(7)
  void everybodyCanUseIt() throws Exception {
    store("look/a folder/one.txt", utf8("one"));
    store("look/readme.txt", utf8("Some text.\n".repeat(40)));
    store("look/invoice\u202egpj.exe", utf8("x"));
    store("look/backup.tar.gz", random(300_000));
    List<String> views =
        List.of(
            "#/files/look/", "#/file/look/readme.txt", "#/nodes", "#/activity", "#/files/none/");
    for (String scheme : Appearance.SCHEMES) {
      for (int width : List.of(320, 390, 1280, 1920)) {
        for (String view : views) {
          show(view);
          Appearance.look(tab, view.replaceAll("[^a-z]+", "-").substring(1), scheme, width);
        }
      }
      tab.size(1280, 720);
      show("#/nodes");
      tab.click(".node.card button", "Drain");
      tab.untilText("dialog", "Drain node");
      assertThat(Accessibility.violations(tab)).isEmpty();
      tab.press("Escape", 27);
      tab.untilGone("dialog");
    }
  }

  private void show(String view) throws Exception {
    tab.hash(view);
    switch (view) {
      case "#/files/look/" -> {
        tab.untilGone("dialog");
        tab.until("!!document.querySelector(\"" + row("look/readme.txt") + "\")");
      }
      case "#/file/look/readme.txt" -> tab.untilText("dialog pre", "Some text.");
      case "#/nodes" -> tab.untilText(".node.card", "Online");
      case "#/activity" -> tab.untilText(".chart", "Requests");
      default -> tab.untilText(".empty", "No files here yet");
    }
  }

  @Test
  @Order(8)
  void theKeyboardIsEnough() throws Exception {
    store("keys/only.txt", utf8("only"));
    tab.hash("#/files/keys/");
    tab.until("!!document.querySelector(\"" + row("keys/only.txt") + "\")");
    tab.evaluate("document.activeElement?.blur()");
    for (int i = 0; i < 40; i++) {
      tab.press("Tab", 9);
      if (Boolean.TRUE.equals(
          tab.evaluate("document.activeElement.getAttribute('href') === '#/file/keys/only.txt'"))) {
        break;
      }
    }
    tab.screenshot(Appearance.picture("focus"));
    tab.press("Enter", 13);
    tab.untilText("dialog.details", "only.txt");
    assertThat(tab.evaluate("document.querySelector('dialog').contains(document.activeElement)"))
        .isEqualTo(true);
    tab.press("Escape", 27);
    tab.untilGone("dialog");
    assertThat(tab.evaluate("document.activeElement.getAttribute('href')"))
        .isEqualTo("#/file/keys/only.txt");
  }
}

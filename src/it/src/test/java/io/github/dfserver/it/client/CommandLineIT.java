package io.github.dfserver.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.client.DfsProgram.Ended;
import io.github.dfserver.it.client.DfsProgram.Running;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the command line, as a process of its own. */
class CommandLineIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("command-line", options -> options.withSetting("dfs.lease", "5s"));

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int LARGE = 24 << 20;
  private static final String ODD = "50% off?#ä €;+&'\".txt";

  @TempDir private Path directory;
  private DfsProgram dfs;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    dfs = through(CLUSTER.api().base().toString());
    for (String name : CLUSTER.api().names("")) {
      CLUSTER.api().delete(name);
    }
  }

  private DfsProgram through(String url) {
    return new DfsProgram(directory, Map.of("DFS_SERVER", url));
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    return file;
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> hidden(String of) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(of))) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  @Test
  void aTreeGoesThereAndBack() throws Exception {
    write("tree/a.txt", "one");
    write("tree/sub/" + ODD, "two");
    write("tree/sub/empty", "");
    write("tree/large", Content.random(1, 3 << 20));

    Ended put = dfs.run("put", "-r", "tree", "--to", "x/");
    assertThat(put.exit()).as(put.err()).isZero();
    assertThat(put.out()).contains("stored x/tree/sub/" + ODD, "4 stored; 3.0 MiB");
    Ended again = dfs.run("put", "-r", "tree", "--to", "x/", "--json");
    assertThat(again.exit()).isZero();
    assertThat(again.json().get(4)).containsEntry("present", 4L).containsEntry("failed", 0L);

    Ended get = dfs.run("get", "-r", "x/tree", "--to", "back", "-j", "2");
    assertThat(get.exit()).as(get.err()).isZero();
    for (String name : List.of("a.txt", "sub/" + ODD, "sub/empty", "large")) {
      assertThat(directory.resolve("back/tree/" + name))
          .hasSameBinaryContentAs(directory.resolve("tree/" + name));
    }
    assertThat(dfs.run("verify", "back/tree", "x/tree").exit()).isZero();

    write("tree/a.txt", "other");
    Ended conflict = dfs.run("put", "tree/a.txt", "--to", "x/tree/");
    assertThat(conflict.exit()).isEqualTo(1);
    assertThat(conflict.err()).hasLineCount(1).contains("x/tree/a.txt", "code 3, request ");
    write("back/tree/a.txt", "mine");
    Ended kept = dfs.run("get", "x/tree/a.txt", "--to", "back/tree/");
    assertThat(kept.exit()).isEqualTo(1);
    assertThat(kept.err()).contains("--force");
    assertThat(directory.resolve("back/tree/a.txt")).hasContent("mine");
    assertThat(dfs.run("get", "x/tree/a.txt", "--to", "back/tree/", "-f").exit()).isZero();
    assertThat(directory.resolve("back/tree/a.txt")).hasContent("one");
  }

  @Test
  void streamsListsLinksAndDeletes() throws Exception {
    byte[] bytes = Content.random(2, 300_000);
    Ended put = dfs.runWith(bytes, "put", "-", "--name", "s/in", "--json", "--type", "a/b");
    assertThat(put.json().get(0)).containsEntry("event", "stored").containsEntry("size", 300_000L);
    assertThat(dfs.run("get", "s/in", "--to", "-").bytes()).isEqualTo(bytes);

    write("f", "x");
    assertThat(dfs.run("-q", "put", "f", "--name", "s/d/" + ODD).out()).isEmpty();
    assertThat(dfs.run("ls", "s/").lines()).containsExactly("s/d/", "s/in");
    assertThat(dfs.run("ls", "-R").lines()).containsExactly("s/d/" + ODD, "s/in");
    assertThat(dfs.run("ls", "--search", "OFF").lines()).containsExactly("s/d/" + ODD);
    assertThat(dfs.run("ls", "-lh", "s/in").out()).contains("293 KiB").endsWith("s/in\n");
    assertThat(dfs.run("ls", "nothing").exit()).isEqualTo(3);
    assertThat(dfs.run("stat", "s/in", "--json").json().get(0))
        .containsEntry("sha256", Content.sha256(bytes))
        .containsEntry("contentType", "a/b");
    assertThat(dfs.run("stat", "s").exit()).isEqualTo(3);
    for (List<String> command : List.of(List.of("get", "s"), List.of("rm", "-f", "s"))) {
      Ended folder = dfs.run(command.toArray(String[]::new));
      assertThat(folder.exit()).isEqualTo(3);
      assertThat(folder.err()).hasLineCount(1).contains("There is a folder of that name: use -r.");
    }
    assertThat(dfs.run("stat", "s").err()).contains("There is a folder of that name: dfs ls s/");

    Ended link = dfs.run("link", "s/in", "--expires", "10m");
    URI url = URI.create(link.out().strip());
    assertThat(CLUSTER.api().send(HttpRequest.newBuilder(url).build()).body()).isEqualTo(bytes);

    assertThat(dfs.run("rm", "s/in").exit()).isEqualTo(2);
    assertThat(dfs.run("rm", "-f", "s/in", "s/no").exit()).isEqualTo(1);
    Ended gone = dfs.run("rm", "-f", "s/in");
    assertThat(gone.exit()).isEqualTo(3);
    assertThat(gone.err()).hasLineCount(1).contains("code 2").doesNotContain("folder");
    assertThat(dfs.run("get", "s/in").exit()).isEqualTo(3);
    assertThat(dfs.run("rm", "-r", "-f", "s").exit()).isZero();
    assertThat(CLUSTER.api().names("")).isEmpty();
  }

  @Test
  void syncTransfersOnlyWhatDiffers() throws Exception {
    for (int i = 0; i < 30; i++) {
      write("tree/d" + i % 3 + "/f" + i, "content " + i);
    }
    assertThat(dfs.run("sync", "tree", "y", "--dry-run").out()).contains("30 would store");
    assertThat(CLUSTER.api().names("")).isEmpty();
    assertThat(dfs.run("sync", "tree", "y").out()).contains("30 stored");
    assertThat(dfs.run("sync", "tree", "y").out()).isEqualTo("30 unchanged; 0 B\n");

    Path same = write("tree/d0/f0", "c0ntent 0"); // of the same size
    Files.setLastModifiedTime(same, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
    write("tree/d1/f1", "longer content");
    Files.delete(directory.resolve("tree/d2/f2"));
    write("tree/new", "n");

    Ended verify = dfs.run("verify", "tree", "y", "--json");
    assertThat(verify.exit()).isEqualTo(1);
    assertThat(verify.json())
        .extracting(event -> event.get("event") + " " + event.get("name"))
        .containsExactlyInAnyOrder(
            "different d0/f0", "different d1/f1", "extra d2/f2", "missing new", "summary null");
    Ended sync = dfs.run("sync", "tree", "y", "--delete");
    assertThat(sync.exit()).as(sync.err()).isZero();
    assertThat(sync.out()).contains("2 replaced", "1 deleted", "1 stored", "27 unchanged");
    assertThat(dfs.run("verify", "tree", "y").exit()).isZero();

    assertThat(dfs.run("sync", "--download", "copy", "y").exit()).isZero();
    write("copy/d1/f1", "spoilt");
    write("copy/more", "m");
    Ended down = dfs.run("sync", "--download", "copy", "y", "--delete");
    assertThat(down.out()).contains("replaced y/d1/f1", "1 deleted");
    assertThat(dfs.run("verify", "copy", "y").exit()).isZero();
  }

  @Test
  void whatCannotBeReadIsNotTakenForGone() throws Exception {
    write("tree/sub/f", "1");
    write("tree/g", "2");
    assertThat(dfs.run("sync", "tree", "k").exit()).isZero();
    Files.move(directory.resolve("tree/sub"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("tree/sub"), directory.resolve("nowhere"));
    Files.delete(directory.resolve("tree/g"));

    Ended sync = dfs.run("sync", "tree", "k", "--delete", "--follow");

    assertThat(sync.exit()).isEqualTo(1);
    assertThat(CLUSTER.api().names("k/")).containsExactly("k/sub/f");
  }

  @Test
  void nodesAndBalance() throws Exception {
    assertThat(dfs.run("node", "ls", "--json").json())
        .extracting(node -> node.get("id"))
        .containsExactly("100", "101", "102");
    write("f", "x");
    assertThat(dfs.run("put", "f").exit()).isZero();
    Ended drained = dfs.run("node", "drain", "102", "--wait", "--json");
    assertThat(drained.json().get(0)).containsEntry("state", "drained");
    assertThat(dfs.run("node", "undrain", "102").out()).contains("online");
    assertThat(dfs.run("node", "show", "777").exit()).isEqualTo(3);
    assertThat(dfs.run("node", "rm", "100").exit()).isEqualTo(2);
    Ended refused = dfs.run("node", "rm", "100", "--force");
    assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
    Ended files = dfs.run("node", "files", "100");
    Ended more = dfs.run("node", "files", "101");
    assertThat(files.out() + more.out()).isEqualTo("f\n");
    assertThat(dfs.run("node", "files", "101", "--state", "damaged").out()).isEmpty();
    Ended scrub = dfs.run("node", "scrub", "101", "--wait");
    assertThat(scrub.exit()).as(scrub.err()).isZero();
    assertThat(scrub.out()).contains("0 damaged");

    assertThat(dfs.run("balance", "pause", "--json").json().get(0)).containsEntry("paused", true);
    assertThat(dfs.run("balance", "status").out()).contains("paused");
    assertThat(dfs.run("balance", "resume").out()).doesNotContain("paused");
    assertThat(dfs.run("balance", "watch", "--every", "1").exit()).isZero();
  }

  @Test
  void ctrlCLeavesNoHalfUpload() throws Exception {
    write("large", Content.random(3, LARGE));
    try (StallingProxy proxy = new StallingProxy(CLUSTER.cluster().port(), LARGE / 2);
        Running put = through(proxy.url()).start("put", "large", "--name", "c/up", "--json")) {
      Await.until("half of it to be sent", SOON, proxy::stalled);
      int expected = put.interrupt();
      Ended ended = put.end();
      assertThat(ended.exit()).as(ended.err()).isEqualTo(expected);
      assertThat(ended.json().get(0)).containsEntry("interrupted", true);
    }
    Ended again = dfs.run("put", "large", "--name", "c/up");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).startsWith("stored c/up");
  }

  @Test
  void ctrlCEndsWhatComesFromStandardInput() throws Exception {
    try (Running put = dfs.start("put", "-", "--name", "c/in")) {
      OutputStream in = put.in();
      in.write(new byte[1 << 20]); // more than a pipe holds: it is being read
      in.flush();
      int expected = put.interrupt();
      assertThat(put.end().exit()).isEqualTo(expected);
    }
    assertThat(dfs.run("stat", "c/in").exit()).isEqualTo(3);
  }

  @Test
  void aDownloadGoesOnWhereCtrlCHasStoppedIt() throws Exception {
    byte[] content = Content.random(4, LARGE);
    CLUSTER.api().put("c/down", content);
    Path small = write("to/small", "kept");
    try (StallingProxy proxy = new StallingProxy(CLUSTER.cluster().port(), LARGE / 2);
        Running get = through(proxy.url()).start("get", "c/down", "--to", "to/")) {
      Await.until("half of it to be there", SOON, proxy::stalled);
      int expected = get.interrupt();
      Ended ended = get.end();
      assertThat(ended.exit()).as(ended.err()).isEqualTo(expected);
      assertThat(ended.err()).contains("goes on from there");
    }
    assertThat(directory.resolve("to/down")).doesNotExist();
    assertThat(hidden("to")).hasSize(1);
    assertThat(Files.size(hidden("to").get(0))).isGreaterThan(LARGE / 4);

    // what is there is not read again: that would be too much for this one
    try (StallingProxy proxy = new StallingProxy(CLUSTER.cluster().port(), LARGE - LARGE / 8);
        Running get = through(proxy.url()).start("get", "c/down", "--to", "to/")) {
      Ended ended = get.end();
      assertThat(ended.exit()).as(ended.err()).isZero();
    }
    assertThat(directory.resolve("to/down")).hasBinaryContent(content);
    assertThat(hidden("to")).isEmpty();
    assertThat(small).hasContent("kept");
  }

  @Test
  void whatIsWrongIsToldInOneLine() throws Exception {
    DfsProgram nowhere = through("http://127.0.0.1:1/");
    assertThat(nowhere.run("frobnicate").exit()).isEqualTo(2);
    assertThat(nowhere.run("ls", "--token-file", "no").exit()).isEqualTo(2);
    assertThat(dfs.run("put", "no").exit()).isEqualTo(1);
    assertThat(dfs.run("put", home("a\\b"), home("fine"), "-j", "1").exit()).isEqualTo(1);
    assertThat(CLUSTER.api().names("")).containsExactly("fine");
  }

  private String home(String name) throws IOException {
    write(name, name);
    return name;
  }
}

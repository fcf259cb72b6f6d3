package io.github.dfserver.it.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.client.Balance;
import io.github.dfserver.client.ByteRange;
import io.github.dfserver.client.Content;
import io.github.dfserver.client.CopyState;
import io.github.dfserver.client.DfsClient;
import io.github.dfserver.client.Download;
import io.github.dfserver.client.Entry;
import io.github.dfserver.client.FileInfo;
import io.github.dfserver.client.Folder;
import io.github.dfserver.client.Link;
import io.github.dfserver.client.Listing;
import io.github.dfserver.client.Node;
import io.github.dfserver.client.NodeState;
import io.github.dfserver.client.RetryPolicy;
import io.github.dfserver.client.StoredFile;
import io.github.dfserver.client.Transfer;
import io.github.dfserver.client.error.ConflictException;
import io.github.dfserver.client.error.FileDoesNotExistException;
import io.github.dfserver.client.error.InvalidRequestException;
import io.github.dfserver.client.error.NameInUseException;
import io.github.dfserver.client.error.NodeDoesNotExistException;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.process.Checkout;
import io.github.dfserver.it.process.ChildProcess;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.LongStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every call of the client library, and what it does when the manager dies meanwhile. */
class ClientLibraryIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("client", options -> options.withSetting("dfs.lease", "5s"));

  /** Long enough for a manager to come back. */
  private static final RetryPolicy PATIENT =
      new RetryPolicy(400, Duration.ofMillis(100), Duration.ofSeconds(1));

  private static final long LARGE = 64L << 20;

  @TempDir private Path directory;
  private String url;
  private DfsClient client;

  @BeforeEach
  void open() {
    url = CLUSTER.api().base().toString();
    client = DfsClient.builder(url).retries(PATIENT).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path large() throws IOException {
    Path file = directory.resolve("large");
    try (InputStream in = new LongStream(LARGE)) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void filesGoInAndOut() throws Exception {
    Path local = Files.writeString(directory.resolve("local"), "from a path");
    StoredFile stored = client.put("files/a.txt", Content.of(local));
    client.put("files/b", Content.of(utf8("of bytes")).withType("text/x-b; charset=utf-8"));
    client.put("files/c", Content.of(new ByteArrayInputStream(utf8("of a stream"))));
    client.put("files/d", Content.of(new ByteArrayInputStream(utf8("of 5")), 4));

    assertThat(stored.contentType()).isEqualTo("text/plain");
    FileInfo info = client.stat("files/a.txt");
    assertThat(info.size()).isEqualTo(11);
    assertThat(info.sha256()).isEqualTo(stored.sha256());
    assertThat(info.lastModified().getEpochSecond()).isEqualTo(stored.createdAt().getEpochSecond());
    assertThat(client.stat("files/b").contentType()).startsWith("text/x-b");

    Path back = directory.resolve("back");
    client.get("files/a.txt", back);
    assertThat(back).hasContent("from a path");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.get("files/b", out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("of bytes");
    try (Download part = client.open("files/c", ByteRange.last(6))) {
      assertThat(part.readAllBytes()).isEqualTo(utf8("stream"));
    }

    assertThat(client.list(Listing.under("files/").withPageSize(2)).map(StoredFile::name))
        .containsExactly("files/a.txt", "files/b", "files/c", "files/d");
    assertThat(client.list(Listing.all().withContaining("S/A."))).containsExactly(stored);

    client.delete("files/a.txt");
    assertThatThrownBy(() -> client.stat("files/a.txt"))
        .isInstanceOf(FileDoesNotExistException.class);
    assertThatThrownBy(() -> client.open("files/a.txt"))
        .isInstanceOf(FileDoesNotExistException.class);
  }

  @Test
  void whatIsRefusedSaysWhy() {
    StoredFile stored = client.put("refused/a", Content.of(utf8("x")));

    assertThatThrownBy(() -> client.put("refused/a", Content.of(new byte[1 << 20])))
        .isInstanceOfSatisfying(
            NameInUseException.class,
            e -> {
              assertThat(e.existing().orElseThrow().id()).isEqualTo(stored.id());
              assertThat(e.problem().requestId()).isNotBlank();
            });
    assertThatThrownBy(() -> client.put("x".repeat(1025), Content.of(utf8("x"))))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(
            () -> client.put("refused/b", Content.of(utf8("x")).withSha256("ab".repeat(32))))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> client.node("no-such")).isInstanceOf(NodeDoesNotExistException.class);
    assertThatThrownBy(() -> client.forget("100")).isInstanceOf(ConflictException.class);
  }

  @Test
  void namesAreKeptAsTheyAre() throws Exception {
    List<String> names =
        List.of(
            "odd/50% off?.txt",
            "odd/a#b+c&d;e:f*g|h<i>j",
            "odd/{x} \"q\" 'r' [y]^`~",
            "odd/%25",
            "odd/u\u0308n\u00ef/\ud83d\ude00/\u05e2",
            "odd/ space ");
    for (String name : names) {
      assertThat(client.put(name, Content.of(utf8(name))).name()).isEqualTo(name);
    }
    for (String name : names) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      client.get(name, out);
      assertThat(out.toByteArray()).isEqualTo(utf8(name));
    }
    assertThat(client.list(Listing.under("odd/")).map(StoredFile::name))
        .containsExactlyInAnyOrderElementsOf(names);
    try (Stream<Entry> level = client.folder("odd/")) {
      assertThat(level.filter(Folder.class::isInstance))
          .containsExactly(new Folder("odd/u\u0308n\u00ef/"));
    }
    names.forEach(client::delete);
  }

  @Test
  void linksAreForOneFile() throws Exception {
    client.put("linked", Content.of(utf8("for anybody")));

    Link link = client.link("linked", Duration.ofMinutes(1));

    try (InputStream in = link.url().toURL().openStream()) {
      assertThat(in.readAllBytes()).isEqualTo(utf8("for anybody"));
    }
    client.revokeLinks();
    assertThatThrownBy(() -> link.url().toURL().openStream().close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void nodesAndBalanceAreToldAndRuled() throws Exception {
    client.put("node/a", Content.of(utf8("x")));
    assertThat(client.nodes()).extracting(Node::id).containsExactly("100", "101", "102");
    long files = client.nodes().stream().mapToLong(Node::files).sum();
    assertThat(Stream.of("100", "101", "102").flatMap(client::filesOf)).hasSize((int) files);
    assertThat(client.filesOf("100", CopyState.UNKNOWN)).isEmpty();

    assertThat(client.pauseBalance().paused()).isTrue();
    Balance resumed = client.resumeBalance();
    assertThat(resumed.paused()).isFalse();
    assertThat(client.balance().paused()).isFalse();

    assertThat(client.drain("102").state()).isIn(NodeState.DRAINING, NodeState.DRAINED);
    Await.until(
        "node 102 to be drained",
        Duration.ofSeconds(60),
        () -> client.node("102").state() == NodeState.DRAINED);
    assertThat(client.undrain("102").state()).isEqualTo(NodeState.ONLINE);
    client.scrub("101");
    Await.until(
        "node 101 to have read everything",
        Duration.ofSeconds(60),
        () ->
            client.node("101").scrub() != null && client.node("101").scrub().completedAt() != null);
    assertThat(client.node("101").scrub().damaged()).isZero();
  }

  /** Kills the manager, and starts it again, when this much has been transferred. */
  private static Transfer killingAt(long place) {
    AtomicBoolean killed = new AtomicBoolean();
    return Transfer.watchedBy(
        (bytes, total) -> {
          if (bytes >= place && killed.compareAndSet(false, true)) {
            try {
              CLUSTER.cluster().manager().kill();
              CLUSTER.cluster().launchManager();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }

  @Test
  void anUploadOutlivesTheManager() throws Exception {
    Path local = large();

    StoredFile stored = client.put("killed/up", Content.of(local), killingAt(LARGE / 4));

    assertThat(stored.size()).isEqualTo(LARGE);
    client.get("killed/up", directory.resolve("back"));
    assertThat(directory.resolve("back")).hasSameBinaryContentAs(local);
    client.delete("killed/up");
  }

  @Test
  void aDownloadOutlivesTheManager() throws Exception {
    Path local = large();
    client.put("killed/down", Content.of(local));

    client.get("killed/down", directory.resolve("back"), killingAt(LARGE / 4));

    assertThat(directory.resolve("back")).hasSameBinaryContentAs(local);
    client.delete("killed/down");
  }

  @Test
  void theProgramOfTheReadmeRuns() throws Exception {
    Path readme = Files.copy(Checkout.find("README.md"), directory.resolve("README.md"));
    Matcher program =
        Pattern.compile("### From Java\n.*?```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(readme));
    assertThat(program.find()).isTrue();
    String text = program.group(1).replace("http://localhost:8000/", url);
    assertThat(text).contains(url);
    Files.writeString(directory.resolve("Reports.java"), text);
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    List<String> arguments = List.of("-cp", System.getProperty("dfs.client.jar"), "Reports.java");
    try (ChildProcess run = ChildProcess.java("readme", directory, arguments, lines::add)) {
      assertThat(run.awaitExit(Duration.ofMinutes(3))).as("%s", lines).isZero();
    }
    assertThat(lines).containsExactly("reports/readme.md");
    assertThat(directory.resolve("copy.md")).hasSameBinaryContentAs(readme);
  }

  @Test
  void aProgramWith64MegabytesMoves200() throws Exception {
    Path local = directory.resolve("200MB");
    try (InputStream in = new LongStream(200L << 20)) {
      Files.copy(in, local);
    }
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    String classPath =
        System.getProperty("dfs.client.jar")
            + File.pathSeparator
            + Path.of("target", "test-classes").toAbsolutePath();
    List<String> arguments =
        List.of(
            "-Xmx64m",
            "-cp",
            classPath,
            ClientProgram.class.getName(),
            url,
            "program/",
            local.toString());
    try (ChildProcess program = ChildProcess.java("client", directory, arguments, lines::add)) {
      assertThat(program.awaitExit(Duration.ofMinutes(3))).as("%s", lines).isZero();
    }
    assertThat(lines).containsExactly("all is well");
    client.list(Listing.under("program/")).map(StoredFile::name).toList().forEach(client::delete);
  }
}

package io.github.dfserver.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.cluster.NodeTree;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.OpenFiles;
import io.github.dfserver.it.support.RawHttp;
import java.io.EOFException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that hang up or stand still: everything that they held is free again. */
class BrokenClientsIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "broken-clients", options -> options.withSetting("dfs.transfer-timeout", "4s"));

  private static final int ROUNDS = 20;

  /** What the product promises for everything that a broken peer held. */
  private static final Duration FREED = Duration.ofSeconds(5);

  /** For what the product cuts by itself after its time limit of 4 s. */
  private static final Duration CUT = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "known length above the inline limit, 5000000, 300000, false",
    "known length below the inline limit, 60000, 30000, false",
    "one byte short, 200000, 199999, false",
    "chunked above the inline limit, -1, 300000, false",
    "chunked below the inline limit, -1, 30000, false",
    "reset above the inline limit, 5000000, 300000, true",
    "reset while chunked, -1, 3000000, true",
    "nothing of the body, 100, 0, false"
  })
  void aClientThatHangsUpInMidUploadHasUploadedNothing(
      String what, long length, int sent, boolean reset) throws Exception {
    String name = "hang-up/" + what;
    RawHttp raw = beginUpload(name, length, Content.random(1, sent));
    if (sent > 65_536) {
      Await.until("the upload to reach a node", CUT, () -> stagedFiles() > 0);
    }
    if (reset) {
      raw.reset();
    } else {
      raw.close();
    }

    awaitFree(name, FREED);
    assertThat(api().get(name).body()).isEqualTo(new byte[] {42});
  }

  @Test
  void aChunkedBodyThatBreaksItsOwnRulesIsNoUpload() throws Exception {
    String name = "hang-up/bad chunk";
    try (RawHttp raw = beginUpload(name, -1, Content.random(1, 200_000))) {
      raw.bytes("no chunk size\r\n".getBytes(StandardCharsets.US_ASCII));
      awaitFree(name, FREED);
    }
  }

  @Test
  void aClientThatHangsUpInMidDownloadFreesTheNodesFile() throws Exception {
    byte[] content = Content.random(2, 40_000_000);
    assertThat(api().put("download/hang-up", content).status()).isEqualTo(201);
    for (boolean reset : new boolean[] {false, true}) {
      RawHttp raw = RawHttp.slowReader(CLUSTER.cluster().port());
      raw.head("GET /file/download/hang-up");
      assertThat(raw.readHead().status()).isEqualTo(200);
      raw.readBody(1000);
      assertThat(openCopies()).isPositive();
      if (reset) {
        raw.reset();
      } else {
        raw.close();
      }
      Await.until("the node to close its file", FREED, () -> openCopies() == 0);
    }
    assertThat(api().get("download/hang-up").body()).isEqualTo(content);
    assertThat(api().delete("download/hang-up").status()).isEqualTo(200);
  }

  @Test
  void anUploadWithoutAByteForTheTimeLimitIsCut() throws Exception {
    try (RawHttp large = beginUpload("stall/large", 5_000_000, Content.random(1, 300_000));
        RawHttp small = beginUpload("stall/small", 1000, Content.random(1, 10));
        RawHttp chunked = beginUpload("stall/chunked", -1, Content.random(1, 10))) {
      awaitFree("stall/large", CUT);
      awaitFree("stall/small", CUT);
      awaitFree("stall/chunked", CUT);
      for (RawHttp raw : new RawHttp[] {large, small, chunked}) {
        assertThat(answeredOrClosed(raw)).isNotEqualTo(201);
      }
    }
  }

  @Test
  void aDownloadThatTakesNoByteForTheTimeLimitIsCut() throws Exception {
    assertThat(api().put("stall/download", Content.random(3, 40_000_000)).status()).isEqualTo(201);
    try (RawHttp raw = RawHttp.slowReader(CLUSTER.cluster().port())) {
      raw.head("GET /file/stall/download");
      assertThat(raw.readHead().status()).isEqualTo(200);
      Await.until("the node to close its file", CUT, () -> openCopies() == 0);
    }
    assertThat(api().delete("stall/download").status()).isEqualTo(200);
  }

  @Test
  void manyThatHangUpLeaveNoThreadAndNoDescriptor() throws Exception {
    hangUpOften(50);
    Await.until("sockets to close", CUT, () -> stagedFiles() == 0);
    long sockets = OpenFiles.sockets(CLUSTER.cluster().manager());
    long threads = OpenFiles.threads(CLUSTER.cluster().manager());
    for (int round = 0; round < ROUNDS; round++) {
      hangUpOften(50);
    }
    Await.until(
        "sockets to close",
        CUT,
        () -> OpenFiles.sockets(CLUSTER.cluster().manager()) <= sockets + 10);
    // The server's pools may grow to their bounds meanwhile; a thread a client would be more.
    assertThat(OpenFiles.threads(CLUSTER.cluster().manager()))
        .isLessThan(threads + 50 * ROUNDS / 2);
    awaitFree("hang-up-often/49", FREED);
  }

  private static void hangUpOften(int times) throws Exception {
    RawHttp[] clients = new RawHttp[times];
    for (int i = 0; i < times; i++) {
      clients[i] = beginUpload("hang-up-often/" + i, 1_000_000, Content.random(i, 100_000));
    }
    for (RawHttp client : clients) {
      client.reset();
    }
    Await.until("all to be freed", FREED.multipliedBy(2), () -> stagedFiles() == 0);
  }

  private static RawHttp beginUpload(String name, long length, byte[] sent) throws Exception {
    RawHttp raw = new RawHttp(CLUSTER.cluster().port());
    String path = "/file/" + io.github.dfserver.it.http.NamePath.path(name);
    if (length < 0) {
      raw.head("PUT " + path, "Transfer-Encoding: chunked");
      if (sent.length > 0) {
        raw.chunk(sent);
      }
    } else {
      raw.head("PUT " + path, "Content-Length: " + length).bytes(sent);
    }
    return raw;
  }

  /** Uploads the name as soon as that is possible, and checks that nothing else is left. */
  private static void awaitFree(String name, Duration limit) throws Exception {
    Await.until(
        name + " to be free", limit, () -> api().put(name, new byte[] {42}).status() == 201);
    Await.until("staging to be empty", limit, () -> stagedFiles() == 0);
  }

  private static int answeredOrClosed(RawHttp raw) throws Exception {
    try {
      return raw.readHead().status();
    } catch (EOFException | SocketException e) {
      return -1;
    }
  }

  private static long stagedFiles() throws Exception {
    long staged = 0;
    for (String id : CLUSTER.cluster().options().nodes()) {
      staged += new NodeTree(CLUSTER.cluster().nodeDirectory(id)).stagedFiles().size();
    }
    return staged;
  }

  private static long openCopies() throws Exception {
    long open = 0;
    for (String id : CLUSTER.cluster().options().nodes()) {
      Path files = CLUSTER.cluster().nodeDirectory(id).resolve("files");
      open +=
          OpenFiles.of(CLUSTER.cluster().node(id)).stream()
              .filter(path -> path.startsWith(files.toString()))
              .count();
    }
    return open;
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}

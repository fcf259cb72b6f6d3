package io.github.dfserver.it.system;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.ScriptedNode;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file on its way between two nodes that do what the test says. */
class ScriptedMovesIT {
  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("scripted-moves", options -> options.withNodes());

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final byte[] CONTENT = {1, 2, 3};

  private final ExecutorService client = Executors.newCachedThreadPool();
  private final String prefix = "moves-" + UUID.randomUUID();
  private final Map<UUID, Copy> copies = new HashMap<>();
  private ScriptedNode giver;
  private ScriptedNode taker;

  @BeforeEach
  void twoFilesOnOneNode() throws Exception {
    giver = new ScriptedNode(api().base(), prefix + "-giver");
    taker = new ScriptedNode(api().base(), prefix + "-taker");
    giver.join();
    for (String name : new String[] {"a", "b"}) {
      Future<Answer> put = client.submit(() -> api().put(prefix + "/" + name, CONTENT));
      UploadFile upload = giver.await(UploadFile.class);
      copies.put(upload.copy().copyId(), upload.copy());
      giver.send(new Stored(upload.requestId()));
      assertThat(get(put).status()).isEqualTo(201);
    }
  }

  @AfterEach
  void leave() throws Exception {
    giver.close();
    taker.close();
    client.shutdownNow();
    assertThat(pause(false).status()).isEqualTo(200);
    Await.until("both to be offline", SOON, () -> api().nodes().stream().noneMatch(this::online));
  }

  private boolean online(Map<String, Object> node) {
    return ((String) node.get("id")).startsWith(prefix) && node.get("state").equals("online");
  }

  @Test
  void aFileIsCopiedThenSwitchedThenRemovedAndStaysTheSameFile() throws Exception {
    UploadFile upload = given();
    Copy old = copyOf(upload);
    Copy copy = upload.copy();
    assertThat(copy)
        .isEqualTo(
            new Copy(
                old.fileId(),
                copy.copyId(),
                old.name(),
                old.contentType(),
                old.size(),
                old.sha256(),
                old.createdAt(),
                1));
    assertThat(upload.content()).isEqualTo(ByteBuffer.wrap(CONTENT));
    taker.send(new Stored(upload.requestId()));
    removed(giver, old.copyId(), false);

    readFrom(taker, copy);
    Future<Answer> delete = client.submit(() -> api().delete(copy.name()));
    removed(taker, copy.copyId(), true);
    assertThat(get(delete).status()).isEqualTo(200);
  }

  @Test
  void aTargetWithoutSpaceLeavesTheFileWhereItIs() throws Exception {
    UploadFile upload = given();
    taker.send(new Failed(upload.requestId(), FailureCode.NO_SPACE, "full"));
    removed(taker, upload.copy().copyId(), false);
    readFrom(giver, copyOf(upload));
  }

  @Test
  void aSourceThatDiesInMidCopyLeavesNothingAtTheTarget() throws Exception {
    taker.join();
    DownloadFile download = giver.await(DownloadFile.class);
    assertThat(pause(true).status()).isEqualTo(200);
    Copy old = copies.get(download.copyId());
    giver.close();
    removed(taker, null, false);
    assertProblem(api().get(old.name()), 503, 4);
    giver.join();
    readFrom(giver, old);
  }

  @Test
  void aTargetThatGoesAwayWithoutAnAnswerRemovesItsCopyOnItsReturn() throws Exception {
    UploadFile upload = given();
    taker.close();
    readFrom(giver, copyOf(upload));
    taker.join();
    removed(taker, upload.copy().copyId(), false);
    readFrom(giver, copyOf(upload));
  }

  @Test
  void aDeleteInMidMoveWinsAndBothCopiesGo() throws Exception {
    UploadFile upload = given();
    Copy old = copyOf(upload);
    Future<Answer> delete = client.submit(() -> api().delete(old.name()));
    removed(giver, old.copyId(), false);
    removed(taker, upload.copy().copyId(), false);
    assertThat(get(delete).status()).isEqualTo(200);
    taker.send(new Stored(upload.requestId()));
    assertProblem(api().get(old.name()), 404, 2);
    // The name is free for another file.
    Future<Answer> put = client.submit(() -> api().put(old.name(), CONTENT));
    UploadFile again = taker.await(UploadFile.class);
    assertThat(again.copy().fileId()).isNotEqualTo(old.fileId());
    taker.send(new Stored(again.requestId()));
    assertThat(get(put).status()).isEqualTo(201);
  }

  @Test
  void aReadThatMeetsTheOldCopyAfterItsRemovalIsAnsweredFromTheNewOne() throws Exception {
    String name = prefix + "/a";
    Future<Answer> read = client.submit(() -> api().get(name));
    DownloadFile early = giver.await(DownloadFile.class);
    UploadFile upload = given();
    assertThat(copyOf(upload).name()).as("the first one by name moves").isEqualTo(name);
    taker.send(new Stored(upload.requestId()));
    removed(giver, early.copyId(), false);
    giver.send(new Failed(early.requestId(), FailureCode.NOT_FOUND, "deleted"));
    DownloadFile late = taker.await(DownloadFile.class);
    assertThat(late.copyId()).isEqualTo(upload.copy().copyId());
    taker.send(new Content(late.requestId(), ByteBuffer.wrap(CONTENT)));
    assertThat(get(read).body()).isEqualTo(CONTENT);
  }

  @Test
  void bytesThatAreNotTheFilesAreNotPassedOn() throws Exception {
    taker.join();
    DownloadFile download = giver.await(DownloadFile.class);
    assertThat(pause(true).status()).isEqualTo(200);
    giver.send(new Content(download.requestId(), ByteBuffer.wrap(new byte[] {1, 2, 4})));
    removed(taker, null, false);
    readFrom(giver, copies.get(download.copyId()));
  }

  /** The taker joins, and one file comes to it; nothing else moves then. */
  private UploadFile given() throws Exception {
    taker.join();
    DownloadFile download = giver.await(DownloadFile.class);
    assertThat(pause(true).status()).isEqualTo(200);
    giver.send(new Content(download.requestId(), ByteBuffer.wrap(CONTENT)));
    return taker.await(UploadFile.class);
  }

  private Copy copyOf(UploadFile moved) {
    return copies.values().stream()
        .filter(copy -> copy.fileId().equals(moved.copy().fileId()))
        .findFirst()
        .orElseThrow();
  }

  /** A node is told to remove a copy, any if it is null, and does it. */
  private static void removed(ScriptedNode node, UUID copyId, boolean remember) throws Exception {
    DeleteFile delete = node.await(DeleteFile.class);
    assertThat(delete.copyId()).isEqualTo(copyId == null ? delete.copyId() : copyId);
    assertThat(delete.tombstone()).isEqualTo(remember);
    node.send(new Deleted(delete.requestId(), true));
  }

  private void readFrom(ScriptedNode node, Copy copy) throws Exception {
    Future<Answer> read = client.submit(() -> api().get(copy.name()));
    DownloadFile download = node.await(DownloadFile.class);
    assertThat(download.copyId()).isEqualTo(copy.copyId());
    node.send(new Content(download.requestId(), ByteBuffer.wrap(CONTENT)));
    assertThat(get(read).body()).isEqualTo(CONTENT);
  }

  private static Answer pause(boolean paused) throws Exception {
    var request = api().request(api().uri("balance/pause"));
    return api().send((paused ? request.POST(BodyPublishers.noBody()) : request.DELETE()).build());
  }

  private static Answer get(Future<Answer> answer) throws Exception {
    return answer.get(SOON.toSeconds() * 2, TimeUnit.SECONDS);
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}

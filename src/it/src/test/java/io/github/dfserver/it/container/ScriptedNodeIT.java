package io.github.dfserver.it.container;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.ScriptedNode;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.Discarded;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node that lies, babbles, falls silent or goes away: it costs its own connection and its own
 * files, and the manager goes on. Under the context root {@code /manager}.
 */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class ScriptedNodeIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @ArquillianResource private URL deployed;

  private final ExecutorService client = Executors.newCachedThreadPool();
  private final String id = "scripted-" + UUID.randomUUID();
  private ScriptedNode node;
  private FileApi api;

  @Deployment(testable = false)
  static WebArchive manager() {
    return ManagerWar.built();
  }

  @BeforeEach
  void prepare() {
    api = new FileApi(URI.create(deployed.toString().replace("localhost", "127.0.0.1")));
    node = new ScriptedNode(api.base(), id);
  }

  @AfterEach
  void managerStillWorks() throws Exception {
    node.close();
    client.shutdownNow();
    Await.until("the node to be offline", SOON, () -> !state().equals("online"));
    assertThat(api.list().status()).isEqualTo(200);
    assertProblem(api.put("nobody/" + id, new byte[1]), 503, 1);
  }

  @Test
  void aWellBehavedNodeStoresGivesAndDeletes() throws Exception {
    node.join();
    Await.until("the node to be online", SOON, () -> state().equals("online"));
    byte[] content = Content.random(1, 100);
    Future<Answer> put = client.submit(() -> api.put(id + "/a b", content));
    UploadFile upload = node.await(UploadFile.class);
    assertThat(upload.copy().name()).isEqualTo(id + "/a b");
    assertThat(upload.content()).isEqualTo(ByteBuffer.wrap(content));
    assertThat(upload.copy().sha256()).isEqualTo(Sha256.of(content));
    node.send(new Stored(upload.requestId()));
    assertThat(get(put).status()).isEqualTo(201);
    assertThat(api.base().resolve(get(put).header("Location").orElseThrow()))
        .isEqualTo(api.file(id + "/a b"));

    Future<Answer> get = client.submit(() -> api.get(id + "/a b"));
    DownloadFile download = node.await(DownloadFile.class);
    assertThat(download.copyId()).isEqualTo(upload.copyId());
    node.send(
        new io.github.dfserver.protocol.Content(download.requestId(), ByteBuffer.wrap(content)));
    assertThat(get(get).body()).isEqualTo(content);

    Future<Answer> delete = client.submit(() -> api.delete(id + "/a b"));
    DeleteFile deletion = node.await(DeleteFile.class);
    assertThat(deletion.copyId()).isEqualTo(upload.copyId());
    node.send(new Deleted(deletion.requestId(), true));
    assertThat(get(delete).status()).isEqualTo(200);
  }

  @Test
  void garbageCostsOnlyItsOwnConnection() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      byte[] garbage = new byte[random.nextInt(2000)];
      random.nextBytes(garbage);
      try (ScriptedNode peer = new ScriptedNode(api.base(), id + i).connect()) {
        peer.sendBytes(ByteBuffer.wrap(garbage));
        peer.awaitClosed();
      }
    }
    try (ScriptedNode peer = new ScriptedNode(api.base(), id).connect()) {
      peer.sendText("hello?");
      peer.awaitClosed();
    }
  }

  @Test
  void garbageAfterTheWelcomeClosesTheChannel() throws Exception {
    node.join();
    node.sendBytes(ByteBuffer.wrap(new byte[] {0, 0, 0, 9, 99, 0, 0, 0, 0, 0, 0, 0, 0}));
    node.awaitClosed();
  }

  @Test
  void anAnswerToNoQuestionClosesTheChannel() throws Exception {
    node.join();
    node.send(new Stored(123_456_789));
    node.awaitClosed();
  }

  @Test
  void anythingBeforeTheHelloIsRefused() throws Exception {
    node.connect().send(new Stored(1));
    node.awaitClosed();
  }

  @Test
  void aSecondHelloClosesTheChannel() throws Exception {
    node.join();
    node.send(node.hello());
    node.awaitClosed();
  }

  @Test
  void anotherProtocolVersionIsRefusedInWords() throws Exception {
    try (ScriptedNode later = new ScriptedNode(api.base(), id, 70, 71).connect()) {
      later.send(later.hello());
      Refused refused = later.await(Refused.class);
      assertThat(refused.code()).isEqualTo(RefusalCode.VERSION);
      assertThat(refused.detail()).contains("70 to 71").endsWith("upgrade the manager");
      later.awaitClosed();
    }
  }

  @Test
  void aSecondNodeOfTheSameIdIsRefused() throws Exception {
    node.join();
    try (ScriptedNode second = new ScriptedNode(api.base(), id).connect()) {
      second.send(second.hello());
      assertThat(second.await(Refused.class).code()).isEqualTo(RefusalCode.DUPLICATE_NODE);
      second.awaitClosed();
    }
    assertThat(node.isOpen()).isTrue();
  }

  @Test
  void anotherCataloguesNodeIsRefused() throws Exception {
    // An empty catalogue would have it wait for a rebuild.
    new ScriptedNode(api.base(), id + "-member").join().close();
    Hello hello = node.hello();
    node.connect()
        .send(
            new Hello(
                hello.minVersion(),
                hello.maxVersion(),
                hello.nodeId(),
                hello.instanceId(),
                1,
                hello.processId(),
                java.util.Optional.of(UUID.randomUUID()),
                hello.software(),
                hello.status()));
    assertThat(node.await(Refused.class).code()).isEqualTo(RefusalCode.OTHER_CLUSTER);
    node.awaitClosed();
  }

  @Test
  void aNodeThatLiesAboutAChecksumGetsNoFile() throws Exception {
    node.join();
    byte[] content = Content.random(2, 200_000);
    Future<Answer> put = client.submit(() -> api.put(id + "/lie", content));
    StageFile stage = node.await(StageFile.class);
    assertThat(takeTransfer(stage)).isEqualTo(content);
    node.send(new Staged(stage.requestId(), content.length, Sha256.of(new byte[] {1})));
    answerDiscards();
    assertThat(get(put).status()).isBetween(500, 599);
    assertThat(api.get(id + "/lie").status()).isEqualTo(404);
  }

  @Test
  void aNodeThatLiesAboutALengthGetsNoFile() throws Exception {
    node.join();
    byte[] content = Content.random(2, 200_000);
    Future<Answer> put = client.submit(() -> api.put(id + "/length", content));
    StageFile stage = node.await(StageFile.class);
    takeTransfer(stage);
    node.send(new Staged(stage.requestId(), content.length - 1, Sha256.of(content)));
    answerDiscards();
    assertThat(get(put).status()).isBetween(500, 599);
    assertThat(api.get(id + "/length").status()).isEqualTo(404);
  }

  @Test
  void anHonestNodeOfALargeFileIsAskedToCommitIt() throws Exception {
    node.join();
    byte[] content = Content.random(3, 200_000);
    Future<Answer> put = client.submit(() -> api.put(id + "/large", content));
    StageFile stage = node.await(StageFile.class);
    takeTransfer(stage);
    node.send(new Staged(stage.requestId(), content.length, Sha256.of(content)));
    CommitFile commit = node.await(CommitFile.class);
    assertThat(commit.copy().copyId()).isEqualTo(stage.copyId());
    assertThat(commit.copy().sha256()).isEqualTo(Sha256.of(content));
    node.send(new Stored(commit.requestId()));
    assertThat(get(put).status()).isEqualTo(201);

    Future<Answer> get = client.submit(() -> api.get(id + "/large"));
    SendFile send = node.await(SendFile.class);
    assertThat(giveTransfer(send, content).statusCode()).isBetween(200, 299);
    node.send(new io.github.dfserver.protocol.Sent(send.requestId()));
    assertThat(get(get).body()).isEqualTo(content);
  }

  @Test
  void aTokenIsGoodForOneTransferInItsOwnDirection() throws Exception {
    node.join();
    byte[] content = Content.random(4, 200_000);
    Future<Answer> put = client.submit(() -> api.put(id + "/token", content));
    StageFile stage = node.await(StageFile.class);
    assertProblem(api.getPath("transfer/nonsense"), 404, 6);
    assertThat(takeTransfer(stage)).isEqualTo(content);
    assertProblem(api.getPath("transfer/" + stage.token()), 404, 6);
    node.send(new Failed(stage.requestId(), FailureCode.TRANSFER_FAILED, "as the test wants"));
    answerDiscards();
    assertThat(get(put).status()).isBetween(500, 599);
  }

  @Test
  void aNodeThatGivesTooFewBytesBreaksTheDownload() throws Exception {
    String name = uploaded(Content.random(5, 200_000));
    Future<Boolean> get =
        client.submit(
            () -> {
              try {
                Answer answer = api.get(name);
                return answer.status() == 200;
              } catch (java.io.IOException e) {
                return false;
              }
            });
    SendFile send = node.await(SendFile.class);
    var unused = client.submit(() -> giveTransfer(send, new byte[100]));
    assertThat(get.get(SOON.toSeconds() * 2, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aNodeThatSaysDamagedMakesTheFileDamaged() throws Exception {
    String small = uploaded(Content.random(6, 100));
    Future<Answer> get = client.submit(() -> api.get(small));
    DownloadFile download = node.await(DownloadFile.class);
    node.send(new Failed(download.requestId(), FailureCode.DAMAGED, "checksum differs"));
    assertProblem(get(get), 500, 12);

    String large = uploaded(Content.random(7, 200_000));
    Future<Answer> second = client.submit(() -> api.get(large));
    SendFile send = node.await(SendFile.class);
    node.send(new Failed(send.requestId(), FailureCode.NOT_FOUND, "no such copy"));
    assertProblem(get(second), 500, 12);
  }

  @Test
  void aNodeThatSaysItIsFullMakesTheUploadFailForWantOfRoom() throws Exception {
    node.join();
    Future<Answer> put = client.submit(() -> api.put(id + "/full", new byte[10]));
    UploadFile upload = node.await(UploadFile.class);
    node.send(new Failed(upload.requestId(), FailureCode.NO_SPACE, "disk full"));
    answerDiscards();
    assertProblem(get(put), 507, 8);
    assertThat(api.get(id + "/full").status()).isEqualTo(404);
  }

  @Test
  void aNodeThatGoesAwayInMidTransferFailsTheUploadOnly() throws Exception {
    node.join();
    byte[] content = Content.random(8, 5_000_000);
    Future<Integer> put =
        client.submit(
            () -> {
              try {
                return api.put(id + "/gone", content).status();
              } catch (java.io.IOException e) {
                return 500; // a broken connection says the same: it may have happened
              }
            });
    node.await(StageFile.class);
    node.close();
    assertThat(put.get(SOON.toSeconds() * 2, TimeUnit.SECONDS)).isBetween(500, 599);
    assertThat(api.get(id + "/gone").status()).isEqualTo(404);
  }

  @Test
  void aNodeThatNeverAnswersFailsTheUploadAfterTheTimeLimit() throws Exception {
    node.join();
    Future<Answer> put = client.submit(() -> api.put(id + "/silent", new byte[10]));
    UploadFile upload = node.await(UploadFile.class);
    assertThat(upload.copy().name()).isEqualTo(id + "/silent");
    assertThat(get(put).status()).isBetween(500, 599);
    assertThat(api.get(id + "/silent").status()).isEqualTo(404);
  }

  /** Uploads through the well-behaved part of the script. */
  private String uploaded(byte[] content) throws Exception {
    if (state().isEmpty()) {
      node.join();
    }
    String name = id + "/" + UUID.randomUUID();
    Future<Answer> put = client.submit(() -> api.put(name, content));
    Command first = node.awaitCommand();
    if (first instanceof StageFile stage) {
      takeTransfer(stage);
      node.send(new Staged(stage.requestId(), content.length, Sha256.of(content)));
      node.send(new Stored(node.await(CommitFile.class).requestId()));
    } else {
      node.send(new Stored(first.requestId()));
    }
    assertThat(get(put).status()).isEqualTo(201);
    return name;
  }

  /** Says yes to whatever the manager wants removed, for as long as the test runs. */
  private void answerDiscards() {
    client.execute(
        () -> {
          try {
            while (node.isOpen()) {
              Command command = node.awaitCommand();
              if (command instanceof DiscardFile discard) {
                node.send(new Discarded(discard.requestId()));
              } else if (command instanceof DeleteFile delete) {
                node.send(new Deleted(delete.requestId(), false));
              }
            }
          } catch (java.io.IOException | IllegalStateException e) {
            return; // the channel is closed
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private byte[] takeTransfer(StageFile stage) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(node.transfer(stage.token())).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
  }

  private HttpResponse<byte[]> giveTransfer(SendFile send, byte[] content) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(node.transfer(send.token()))
            .POST(BodyPublishers.ofByteArray(content))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  private String state() throws Exception {
    return api.nodes().stream()
        .filter(node -> node.get("id").equals(id))
        .map(node -> (String) node.get("state"))
        .findFirst()
        .orElse("");
  }

  private static Answer get(Future<Answer> answer) throws Exception {
    return answer.get(SOON.toSeconds() * 2, TimeUnit.SECONDS);
  }
}

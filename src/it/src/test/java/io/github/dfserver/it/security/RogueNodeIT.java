package io.github.dfserver.it.security;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.Content;
import io.github.dfserver.it.support.RawHttp;
import io.github.dfserver.it.support.ScriptedNode;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node of a locked manager that has gone over to the enemy. It can lose and falsify what it holds
 * itself, which is found; node 100 and its file are never touched. {@code ScriptedNodeIT} has the
 * rest of what a node may get wrong.
 */
class RogueNodeIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int LARGE = 300_000;
  private static final int CHANNELS = 1000;
  private static final byte[] KEPT = Content.random(1, 1000);
  private static final byte[] KEPT_LARGE = Content.random(2, LARGE);

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "rogue-node",
          options ->
              options
                  .withTokens()
                  .withNodes("100")
                  .withSetting("dfs.command-timeout", "5s")
                  .withSetting("dfs.transfer-timeout", "5s"));

  private static Map<String, Object> keptRecord;
  private static String enrolment;

  private final ExecutorService client = Executors.newCachedThreadPool();
  private final String id = "rogue-" + UUID.randomUUID();
  private final List<ScriptedNode> nodes = new ArrayList<>();
  private Object connectedSince;
  private String token;

  @BeforeAll
  static void keepFiles() throws Exception {
    enrolment = CLUSTER.cluster().tokens().add("any-rogue", "--node", "any");
    assertThat(api().put("kept/small", KEPT).status()).isEqualTo(201);
    Answer large = api().put("kept/large", KEPT_LARGE);
    assertThat(large.status()).isEqualTo(201);
    keptRecord = large.json();
    assertThat(pause().status()).isEqualTo(200);
  }

  /** Nothing moves to the rogue by itself. */
  private static Answer pause() throws Exception {
    return api()
        .send(api().request(api().uri("balance/pause")).POST(BodyPublishers.noBody()).build());
  }

  @BeforeEach
  void makeAToken() throws Exception {
    token = CLUSTER.cluster().tokens().add(id, "--node", id);
    awaitKnown(token);
    connectedSince = node("100").orElseThrow().get("connectedSince");
  }

  /** A token that is not known is answered with 401, a node's with 403. */
  private static void awaitKnown(String shown) throws Exception {
    FileApi api = new FileApi(api().base()).withToken(shown);
    Await.until("the token to be noticed", SOON, () -> api.list().status() == 403);
  }

  @AfterEach
  void othersAreUntouched() throws Exception {
    for (ScriptedNode node : nodes) {
      node.close();
    }
    client.shutdownNow();
    Await.until(
        "the rogue to be offline",
        SOON,
        () -> node(id).filter(node -> node.get("state").equals("online")).isEmpty());
    assertThat(node("100").orElseThrow())
        .containsEntry("state", "online")
        .containsEntry("connectedSince", connectedSince);
    assertThat(api().get("kept/small").body()).isEqualTo(KEPT);
    assertThat(api().get("kept/large").body()).isEqualTo(KEPT_LARGE);
    assertThat(api().put("after/" + id, KEPT).status()).isEqualTo(201);
    assertThat(api().get("after/" + id).body()).isEqualTo(KEPT);
  }

  @Test
  void withoutANodesTokenNoChannelOpens() throws Exception {
    String reader = CLUSTER.cluster().tokens().add(id + "-reader", "--role", "reader");
    String admin = CLUSTER.cluster().tokens().add(id + "-admin", "--role", "admin");
    CLUSTER.cluster().tokens().revoke(id);
    FileApi revoked = new FileApi(api().base()).withToken(token);
    Await.until("the token to be out", SOON, () -> revoked.list().status() == 401);
    assertThatThrownBy(() -> rogue(id, Optional.empty()).connect())
        .isInstanceOf(DeploymentException.class);
    for (String shown : List.of(reader, admin, token, "x", token + "x")) {
      assertThatThrownBy(() -> rogue(id, Optional.of(shown)).connect())
          .isInstanceOf(DeploymentException.class);
    }
  }

  @Test
  void anIdThatIsNotItsOwnIsRefusedInWords() throws Exception {
    for (String other : List.of("100", id + "x", "101", id.toUpperCase(java.util.Locale.ROOT))) {
      ScriptedNode node = rogue(other, Optional.of(token)).connect();
      node.send(node.hello());
      assertThat(node.await(Refused.class).detail()).contains(id, other, "--token-file");
      node.awaitClosed();
    }
    // With an enrolment secret, too, a live node's id is taken.
    ScriptedNode second = rogue("100", Optional.of(enrolment)).connect();
    second.send(second.hello());
    assertThat(second.await(Refused.class).detail()).contains("100");
    second.awaitClosed();
    assertThat(node(id + "x")).isEmpty();
  }

  @Test
  void anotherHelloUnderAnotherNameChangesNothing() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    Hello own = node.hello();
    node.send(
        new Hello(
            own.minVersion(),
            own.maxVersion(),
            "100",
            own.instanceId(),
            own.incarnation(),
            own.processId(),
            own.clusterId(),
            own.software(),
            own.status()));
    node.awaitClosed();
  }

  @Test
  void aTransferIsItsOwnNodesOnceInItsDirection() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    String thief = CLUSTER.cluster().tokens().add(id + "-thief", "--node", id + "-thief");
    awaitKnown(thief);
    byte[] content = Content.random(3, LARGE);
    String name = "transfer/" + id;
    Future<Answer> put = client.submit(() -> api().put(name, content));
    StageFile stage = node.await(StageFile.class);
    URI transfer = node.transfer(stage.token());

    assertProblem(open("GET", transfer, Optional.empty()), 401, 9);
    String admin = CLUSTER.cluster().tokens().add(id + "-admin", "--role", "admin");
    FileApi administrator = new FileApi(api().base()).withToken(admin);
    Await.until("the token to be noticed", SOON, () -> administrator.list().status() == 200);
    assertProblem(open("GET", transfer, Optional.of(admin)), 403, 9);
    assertProblem(open("GET", transfer, Optional.of(thief)), 404, 6);
    assertProblem(open("POST", transfer, Optional.of(thief)), 404, 6);
    assertProblem(open("POST", transfer, Optional.of(token)), 404, 6);
    for (String guess : guesses(stage.token())) {
      assertProblem(open("GET", node.transfer(guess), Optional.of(token)), 404, 6);
    }
    assertThat(open("GET", transfer, Optional.of(token)).body()).isEqualTo(content);
    assertProblem(open("GET", transfer, Optional.of(token)), 404, 6);

    node.send(new Staged(stage.requestId(), content.length, Sha256.of(content)));
    node.send(new Stored(node.await(CommitFile.class).requestId()));
    assertThat(get(put).status()).isEqualTo(201);
    assertProblem(open("GET", transfer, Optional.of(token)), 404, 6);
  }

  private static List<String> guesses(String token) {
    char last = token.charAt(token.length() - 1);
    return List.of(
        token.substring(0, token.length() - 1) + (last == 'A' ? 'B' : 'A'),
        token.substring(0, 12),
        token.substring(0, token.length() - 1),
        token + "A",
        token.substring(0, 12) + "A".repeat(token.length() - 12));
  }

  @Test
  void aTransferExpires() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    Future<Answer> put = client.submit(() -> api().put("late/" + id, Content.random(4, LARGE)));
    StageFile stage = node.await(StageFile.class);
    get(put); // which another node may have taken meanwhile
    assertProblem(open("GET", node.transfer(stage.token()), Optional.of(token)), 404, 6);
  }

  @Test
  void falsifiedBytesOfASmallFileAreNeverServed() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    byte[] content = Content.random(5, 1000);
    byte[] falsified = content.clone();
    falsified[500]++;
    List<byte[]> lies =
        List.of(falsified, java.util.Arrays.copyOf(content, 999), new byte[0], new byte[1001]);
    for (byte[] lie : lies) {
      String name = "small/" + UUID.randomUUID();
      Future<Answer> put = client.submit(() -> api().put(name, content));
      node.send(new Stored(node.await(UploadFile.class).requestId()));
      assertThat(get(put).status()).isEqualTo(201);
      Future<Answer> get = client.submit(() -> api().get(name));
      DownloadFile download = node.await(DownloadFile.class);
      node.send(
          new io.github.dfserver.protocol.Content(download.requestId(), ByteBuffer.wrap(lie)));
      Answer answer = get(get);
      assertThat(answer.status()).as("%s bytes: %s", lie.length, answer).isEqualTo(500);
      assertThat(answer.json()).containsEntry("errorCode", 12L);
    }
  }

  @Test
  void falsifiedBytesOfALargeFileAreNeverServedAsWhole() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    byte[] content = Content.random(6, LARGE);
    String name = "large/" + id;
    Future<Answer> put = client.submit(() -> api().put(name, content));
    StageFile stage = node.await(StageFile.class);
    open("GET", node.transfer(stage.token()), Optional.of(token));
    node.send(new Staged(stage.requestId(), content.length, Sha256.of(content)));
    node.send(new Stored(node.await(CommitFile.class).requestId()));
    assertThat(get(put).status()).isEqualTo(201);

    byte[] falsified = content.clone();
    falsified[LARGE - 1]++;
    Future<Answer> get = client.submit(() -> api().get(name));
    SendFile send = node.await(SendFile.class);
    Future<Answer> given = client.submit(() -> give(node.transfer(send.token()), falsified));
    try {
      Answer answer = get(get);
      assertThat(answer.status()).as("%s", answer).isGreaterThanOrEqualTo(500);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class); // broken before its end
    }
    given.cancel(true);
  }

  @Test
  void whatItSaysOfOthersFilesDoesNotCount() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    for (CopyHealth health : CopyHealth.values()) {
      for (UUID copy : List.of(UUID.fromString((String) keptRecord.get("id")), UUID.randomUUID())) {
        node.send(
            new Finding(
                new Copy(
                    UUID.fromString((String) keptRecord.get("id")),
                    copy,
                    "kept/large",
                    "text/plain",
                    LARGE,
                    Sha256.of(KEPT_LARGE),
                    Instant.now(),
                    1),
                health));
      }
    }
    awaitHeard(node);
    assertThat(api().head("kept/large").status()).isEqualTo(200);
  }

  /** What was sent before was taken: an upload goes through the same channel. */
  private void awaitHeard(ScriptedNode node) throws Exception {
    Future<Answer> put = client.submit(() -> api().put("heard/" + UUID.randomUUID(), new byte[1]));
    node.send(new Failed(node.await(UploadFile.class).requestId(), FailureCode.NO_SPACE, "no"));
    get(put); // which another node may have taken
  }

  @Test
  void absurdStatesAreShownAndDoNoHarm() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    long most = Long.MAX_VALUE;
    for (StoreStatus status :
        List.of(
            new StoreStatus(most, most, most, true),
            new StoreStatus(most, 0, 0, true),
            new StoreStatus(0, most, 0, false),
            new StoreStatus(0, 0, most, false))) {
      node.send(new Status(status));
      for (String path : List.of("node", "node/" + id, "balance", "metrics", "health")) {
        assertThat(api().getPath(path).status()).as(path).isEqualTo(200);
      }
    }
    ByteBuffer negative = FrameWriter.pack(List.of(new Status(ScriptedNode.EMPTY)));
    negative.putLong(negative.limit() - 25, -1);
    node.sendBytes(negative);
    node.awaitClosed();
  }

  @Test
  void malformedAndOversizedMessagesCostTheirOwnChannelOnly() throws Exception {
    ByteBuffer good = FrameWriter.pack(List.of(new Status(ScriptedNode.EMPTY)));
    byte[] whole = new byte[good.remaining()];
    good.get(whole);
    List<byte[]> bad = new ArrayList<>();
    for (int length = 1; length < whole.length; length++) {
      bad.add(java.util.Arrays.copyOf(whole, length));
    }
    bad.add(new byte[3 * 1024 * 1024]);
    bad.add(new byte[1]);
    for (int size : List.of(Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1)) {
      bad.add(ByteBuffer.allocate(64).putInt(size).array());
    }
    int number = 0;
    for (byte[] message : bad) {
      String own = id + "-" + number++;
      ScriptedNode node = rogue(own, Optional.of(enrolment)).join();
      try {
        node.sendBytes(ByteBuffer.wrap(message));
      } catch (IOException e) {
        // It was closed before all was sent.
      }
      node.awaitClosed();
      Await.until(
          "the rogue to be offline",
          SOON,
          () -> node(own).filter(one -> one.get("state").equals("online")).isEmpty());
    }
  }

  @Test
  void aNodeWhoseTokenIsRevokedIsCutOff() throws Exception {
    ScriptedNode node = rogue(id, Optional.of(token)).join();
    CLUSTER.cluster().tokens().revoke(id);
    node.awaitClosed();
    assertThatThrownBy(() -> rogue(id, Optional.of(token)).connect())
        .isInstanceOf(DeploymentException.class);
  }

  @Test
  void manyChannelsThatSayNothingAreClosedWhileOthersAreServed() throws Exception {
    List<RawHttp> open = new ArrayList<>();
    try {
      for (int i = 0; i < CHANNELS; i++) {
        RawHttp raw = new RawHttp(CLUSTER.cluster().port());
        open.add(raw);
        raw.head(
            "GET /node-channel",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Authorization: Bearer " + token);
        assertThat(raw.readHead().status()).isEqualTo(101);
        if (i % 100 == 0) {
          assertThat(api().get("kept/large").body()).isEqualTo(KEPT_LARGE);
        }
      }
      assertThat(api().put("meanwhile/" + id, KEPT_LARGE).status()).isEqualTo(201);
      for (RawHttp raw : open) {
        raw.readRest(); // until the manager closes it
      }
    } finally {
      for (RawHttp raw : open) {
        raw.close();
      }
    }
  }

  private ScriptedNode rogue(String as, Optional<String> shown) {
    ScriptedNode node = new ScriptedNode(api().base(), as);
    shown.ifPresent(node::withToken);
    nodes.add(node);
    return node;
  }

  private static Answer open(String method, URI transfer, Optional<String> shown)
      throws IOException, InterruptedException {
    FileApi api = new FileApi(api().base());
    FileApi as = shown.isPresent() ? api.withToken(shown.get()) : api;
    return as.send(as.request(transfer).method(method, BodyPublishers.noBody()).build());
  }

  private Answer give(URI transfer, byte[] content) throws IOException, InterruptedException {
    FileApi as = new FileApi(api().base()).withToken(token);
    return as.send(as.request(transfer).POST(BodyPublishers.ofByteArray(content)).build());
  }

  private static Optional<Map<String, Object>> node(String id) throws Exception {
    return api().nodes().stream().filter(node -> node.get("id").equals(id)).findFirst();
  }

  private static Answer get(Future<Answer> answer) throws Exception {
    return answer.get(SOON.toSeconds() * 2, TimeUnit.SECONDS);
  }

  private static FileApi api() {
    return CLUSTER.api();
  }
}

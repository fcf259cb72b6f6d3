package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.Discarded;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Goodbye;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with its real store, against a manager that does what the test says. */
class NodeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private ScriptedManager manager;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    manager = new ScriptedManager();
    node = start(manager.url());
  }

  private Node start(ManagerUrl... managers) throws Exception {
    return Node.start(
        new NodeOptions(
            "n-1", List.of(managers), directory, Durability.NONE, OptionalLong.empty(), 0),
        "test");
  }

  @AfterEach
  void stop() throws Exception {
    manager.close();
    node.stop(LIMIT);
  }

  @Test
  void aNodeSaysWhoItIsAndJoinsTheCluster() throws Exception {
    ScriptedChannel first = manager.connection();
    Hello hello = first.expect(Hello.class);
    assertThat(hello.nodeId()).isEqualTo("n-1");
    assertThat(hello.minVersion()).isEqualTo(1);
    assertThat(hello.maxVersion()).isEqualTo(1);
    assertThat(hello.clusterId()).isEmpty();
    assertThat(hello.software()).isEqualTo("test");
    assertThat(hello.status().files()).isZero();
    first.send(manager.welcome(64, 5));
    put(first, 1, "kept");
    first.drop();

    Hello again = manager.connection().expect(Hello.class);
    assertThat(again.clusterId()).contains(manager.clusterId());
    assertThat(again.instanceId()).isEqualTo(hello.instanceId());
    assertThat(again.incarnation()).isEqualTo(hello.incarnation());
    assertThat(again.processId()).isEqualTo(hello.processId());
    assertThat(again.status().files()).isOne();
  }

  @Test
  void commandsRightBehindTheFirstWelcomeAreDoneOnceTheNodeHasJoined() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    Copy copy = copy(Sha256.of(bytes("early")), 5);
    channel.send(
        manager.welcome(64, 5),
        new UploadFile(1, copy, bytes("early")),
        new DownloadFile(2, copy.copyId(), 0, 5));
    assertThat(channel.next()).isEqualTo(new Stored(1));
    assertThat(channel.next()).isEqualTo(new Content(2, bytes("early")));
    assertThat(directory.resolve("identity.properties"))
        .content()
        .contains("clusterId=" + manager.clusterId());
  }

  @Test
  void aLaterStartHasAHigherIncarnation() throws Exception {
    Hello before = manager.connection().expect(Hello.class);
    node.stop(LIMIT);
    node = start(manager.url());
    Hello after = manager.connection().expect(Hello.class);
    assertThat(after.incarnation()).isGreaterThan(before.incarnation());
    assertThat(after.instanceId()).isEqualTo(before.instanceId());
    assertThat(after.processId()).isNotEqualTo(before.processId());
  }

  @Test
  void aSmallFileIsStoredReadAndDeleted() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    channel.send(new DownloadFile(2, copy.copyId(), 0, 5));
    assertThat(channel.next()).isEqualTo(new Content(2, bytes("hello")));
    channel.send(new DownloadFile(3, copy.copyId(), 1, 3));
    assertThat(channel.next()).isEqualTo(new Content(3, bytes("ell")));
    channel.send(new DownloadFile(4, copy.copyId(), 3, 3));
    assertFailed(channel, 4, FailureCode.INVALID);
    channel.send(new DeleteFile(5, copy.copyId()));
    assertThat(channel.next()).isEqualTo(new Deleted(5, true));
    channel.send(new DeleteFile(6, copy.copyId()));
    assertThat(channel.next()).isEqualTo(new Deleted(6, false));
    channel.send(new DownloadFile(7, copy.copyId(), 0, 5));
    assertFailed(channel, 7, FailureCode.NOT_FOUND);
  }

  @Test
  void aFileThatIsNotWhatItSaysIsNotStored() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = copy(Sha256.of(new byte[] {1}), 5);
    channel.send(new UploadFile(1, copy, bytes("other")));
    assertFailed(channel, 1, FailureCode.CHECKSUM_MISMATCH);
    channel.send(new DownloadFile(2, copy.copyId(), 0, 5));
    assertFailed(channel, 2, FailureCode.NOT_FOUND);
  }

  @Test
  void aLargeFileIsStagedCommittedAndSent() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    byte[] content = new byte[5_000_000];
    new Random(1).nextBytes(content);
    Copy copy = copy(Sha256.of(content), content.length);
    channel.send(new StageFile(1, copy.copyId(), StageFile.UNKNOWN_SIZE, "up"));
    HttpRequest up = manager.transfer();
    assertThat(up.path()).endsWith("/transfer/up");
    up.answer(200, content);
    assertThat(channel.next()).isEqualTo(new Staged(1, content.length, copy.sha256()));
    channel.send(new DownloadFile(2, copy.copyId(), 0, 1));
    assertFailed(channel, 2, FailureCode.NOT_FOUND);
    channel.send(new CommitFile(3, copy));
    assertThat(channel.next()).isEqualTo(new Stored(3));

    channel.send(new SendFile(4, copy.copyId(), 0, content.length, "down"));
    HttpRequest down = manager.transfer();
    assertThat(down.path()).endsWith("/transfer/down");
    assertThat(down.body()).isEqualTo(content);
    down.answer(200, new byte[0]);
    assertThat(channel.next()).isEqualTo(new Sent(4));
  }

  @Test
  void aSendingThatCannotBeDoneFailsBeforeAnyTransfer() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    channel.send(new SendFile(1, UUID.randomUUID(), 0, 1, "t"));
    assertFailed(channel, 1, FailureCode.NOT_FOUND);
    Copy copy = put(channel, 2, "hello");
    channel.send(new SendFile(3, copy.copyId(), 5, 1, "t"));
    assertFailed(channel, 3, FailureCode.INVALID);
  }

  @Test
  void anUploadThatIsCutShortFailsAndCanBeStagedAnewUnderAnotherCopy() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    channel.send(new StageFile(1, UUID.randomUUID(), 10, "t"));
    HttpRequest request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nContent-Length: 10\n\nabc");
    request.drop();
    assertFailed(channel, 1, FailureCode.TRANSFER_FAILED);
    channel.send(new StageFile(2, UUID.randomUUID(), 10, "t"));
    manager.transfer().answer(200, new byte[9]);
    assertThat(channel.expect(Failed.class).requestId()).isEqualTo(2);
  }

  @Test
  void discardingCutsAStagingThatIsRunning() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    UUID copyId = UUID.randomUUID();
    channel.send(new StageFile(1, copyId, 10, "t"));
    HttpRequest request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nContent-Length: 10\n\nabc");
    channel.send(new DiscardFile(2, copyId));
    assertFailed(channel, 1, FailureCode.TRANSFER_FAILED);
    assertThat(channel.next()).isEqualTo(new Discarded(2));
    assertThat(request.endedByPeer()).isTrue();
  }

  @Test
  void discardingRightAfterAStagingCommandLeavesNothing() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    for (int i = 1; i < 200; i += 2) {
      UUID copyId = UUID.randomUUID();
      channel.send(new StageFile(i, copyId, 10, "t"), new DiscardFile(i + 1, copyId));
      assertFailed(channel, i, FailureCode.TRANSFER_FAILED);
      assertThat(channel.next()).isEqualTo(new Discarded(i + 1));
    }
  }

  @Test
  void aDeletionDoesNotWaitForADownload() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    channel.send(new SendFile(2, copy.copyId(), 0, 5, "t"));
    HttpRequest request = manager.transfer();
    channel.send(new DeleteFile(3, copy.copyId()));
    assertThat(channel.next()).isEqualTo(new Deleted(3, true));
    assertThat(request.body()).isEqualTo(bytes("hello").array());
    request.answer(200, new byte[0]);
    assertThat(channel.next()).isEqualTo(new Sent(2));
  }

  @Test
  void commandsOnOneCopyAreDoneInTheirOrder() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = copy(Sha256.of(bytes("x")), 1);
    channel.send(
        new DownloadFile(1, copy.copyId(), 0, 1),
        new UploadFile(2, copy, bytes("x")),
        new DownloadFile(3, copy.copyId(), 0, 1),
        new DeleteFile(4, copy.copyId()),
        new DownloadFile(5, copy.copyId(), 0, 1));
    assertFailed(channel, 1, FailureCode.NOT_FOUND);
    assertThat(channel.next()).isEqualTo(new Stored(2));
    assertThat(channel.next()).isEqualTo(new Content(3, bytes("x")));
    assertThat(channel.next()).isEqualTo(new Deleted(4, true));
    assertFailed(channel, 5, FailureCode.NOT_FOUND);
  }

  @Test
  void answersShareMessages() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(1000, 5));
    Copy copy = put(channel, 1, "hello");
    int before = channel.messages();
    List<ManagerMessage> commands = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      commands.add(new DownloadFile(10 + i, copy.copyId(), 0, 5));
    }
    channel.send(commands.toArray(ManagerMessage[]::new));
    for (int i = 0; i < 1000; i++) {
      channel.expect(Content.class);
    }
    assertThat(channel.messages() - before).isLessThan(500);
  }

  @Test
  void moreCommandsThanAgreedCloseTheConnection() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(2, 5));
    for (int i = 1; i <= 3; i++) {
      channel.send(new StageFile(i, UUID.randomUUID(), 1, "t" + i));
    }
    assertThat(channel.closeCode()).isEqualTo(1002);
    manager.welcomed();
  }

  @Test
  void smallFilesThatWouldExhaustTheHeapAreRefused() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(60_000, 5));
    UUID copyId = UUID.randomUUID();
    int fit = (int) (Runtime.getRuntime().maxMemory() / 4 / 1_000_000);
    List<ManagerMessage> commands = new ArrayList<>();
    commands.add(new StageFile(1, copyId, 10, "t"));
    for (int i = 0; i < fit + 20; i++) {
      commands.add(new DownloadFile(10 + i, copyId, 0, 1_000_000)); // waits for the staging
    }
    channel.send(commands.toArray(ManagerMessage[]::new));
    manager.transfer();
    for (int i = 0; i < 20; i++) {
      assertFailed(channel, 10 + fit + i, FailureCode.BUSY);
    }
    channel.send(new DiscardFile(2, copyId));
    assertFailed(channel, 1, FailureCode.TRANSFER_FAILED);
    for (int i = 0; i < fit; i++) {
      assertFailed(channel, 10 + i, FailureCode.NOT_FOUND);
    }
    assertThat(channel.next()).isEqualTo(new Discarded(2));
    put(channel, 3, "there is room again");
  }

  @Test
  void aLostConnectionCutsItsTransfersAndTheNodeComesBack() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    channel.send(
        new StageFile(2, UUID.randomUUID(), 10, "up"),
        new SendFile(3, copy.copyId(), 0, 5, "down"));
    HttpRequest one = manager.transfer();
    HttpRequest other = manager.transfer();
    channel.drop();
    assertThat(one.endedByPeer()).isTrue();
    assertThat(other.endedByPeer()).isTrue();
    ScriptedChannel next = manager.welcomed();
    next.send(new DownloadFile(1, copy.copyId(), 0, 5));
    assertThat(next.next()).isEqualTo(new Content(1, bytes("hello")));
  }

  @Test
  void whatWasStagedOnALostConnectionIsGone() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = copy(Sha256.of(new byte[10]), 10);
    channel.send(new StageFile(1, copy.copyId(), 10, "t"));
    manager.transfer().answer(200, new byte[10]);
    channel.expect(Staged.class);
    channel.drop();
    ScriptedChannel next = manager.welcomed();
    next.send(new CommitFile(1, copy));
    assertFailed(next, 1, FailureCode.INVALID);
  }

  @Test
  void aManagerThatFallsSilentIsLeftAndTriedAgain() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.fallSilent();
    channel.send(manager.welcome(64, 1));
    channel.expect(Status.class);
    channel.closeCode();
    manager.welcomed();
  }

  @Test
  void aNodeWhoseManagerComesLaterConnectsThen() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    ManagerUrl url = manager.url();
    manager.close();
    channel.closeCode();
    manager = new ScriptedManager(url.base().getPort());
    manager.connection().expect(Hello.class);
  }

  @Test
  void aNodeServesEachOfItsManagers() throws Exception {
    manager.connection();
    node.stop(LIMIT);
    try (ScriptedManager other = manager.sameCluster()) {
      node = start(manager.url(), other.url());
      ScriptedChannel one = manager.welcomed();
      Copy copy = put(one, 1, "shared");
      ScriptedChannel two = other.welcomed();
      two.send(new DownloadFile(1, copy.copyId(), 0, 6));
      assertThat(two.next()).isEqualTo(new Content(1, bytes("shared")));
    }
  }

  @Test
  void aManagerOfAnotherClusterEndsTheNode() throws Exception {
    ScriptedChannel first = manager.welcomed();
    put(first, 1, "joined");
    first.drop();
    ScriptedChannel next = manager.connection();
    next.expect(Hello.class);
    try (ScriptedManager stranger = new ScriptedManager()) {
      next.send(stranger.welcome(64, 5));
      assertThat(refusal().get(30, TimeUnit.SECONDS)).contains("another cluster");
    }
  }

  @Test
  void aRefusalEndsTheNodeInTheManagersWords() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(new Refused(RefusalCode.DUPLICATE_NODE, "node n-1 is online already"));
    assertThat(refusal().get(30, TimeUnit.SECONDS)).contains("node n-1 is online already");
  }

  @Test
  void aManagerThatIsBeingStoppedIsTriedAgain() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(new Refused(RefusalCode.SHUTTING_DOWN, "later"));
    manager.welcomed();
    assertThat(refusal()).isNotDone();
  }

  @Test
  void aStoppedNodeFinishesWhatIsInFlight() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = copy(Sha256.of(new byte[10]), 10);
    channel.send(new StageFile(1, copy.copyId(), 10, "t"));
    HttpRequest request = manager.transfer();
    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(this::stopped);
    channel.expect(Goodbye.class);
    channel.send(new StageFile(2, UUID.randomUUID(), 10, "t"));
    assertFailed(channel, 2, FailureCode.BUSY);
    request.answer(200, new byte[10]);
    channel.expect(Staged.class);
    channel.send(new CommitFile(3, copy));
    assertThat(channel.next()).isEqualTo(new Stored(3));
    assertThat(channel.closeCode()).isEqualTo(1000);
    assertThat(stopped.get(30, TimeUnit.SECONDS)).isTrue();
  }

  private boolean stopped() {
    try {
      return node.stop(LIMIT);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<String> refusal() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return node.awaitRefusal();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Copy put(ScriptedChannel channel, long requestId, String text) throws Exception {
    Copy copy = copy(Sha256.of(bytes(text)), bytes(text).remaining());
    channel.send(new UploadFile(requestId, copy, bytes(text)));
    assertThat(channel.next()).isEqualTo(new Stored(requestId));
    return copy;
  }

  private static Copy copy(Sha256 sha256, long size) {
    UUID fileId = UUID.randomUUID();
    return new Copy(
        fileId, UUID.randomUUID(), "a/" + fileId, "text/plain", size, sha256, Instant.now(), 0);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertFailed(ScriptedChannel channel, long requestId, FailureCode code)
      throws InterruptedException {
    NodeMessage next = channel.next();
    assertThat(next).isInstanceOf(Failed.class);
    assertThat(next.requestId()).isEqualTo(requestId);
    assertThat(((Failed) next).code()).isEqualTo(code);
  }
}

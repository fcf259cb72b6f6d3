package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.channel.ManagerChannel;
import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Goodbye;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.RefusalCode;
import io.github.dfserver.protocol.Refused;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** How a node greets, comes back and stops. */
class NodeConnectionTest extends ScriptedNodeTest {
  @Test
  void aNodeSaysWhoItIsAndJoinsTheCluster() throws Exception {
    ScriptedChannel first = manager.connection();
    Hello hello = first.expect(Hello.class);
    assertThat(hello.nodeId()).isEqualTo("n-1");
    assertThat(hello.minVersion()).isEqualTo(ProtocolVersion.OLDEST);
    assertThat(hello.maxVersion()).isEqualTo(ProtocolVersion.CURRENT);
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
  void moreCommandsThanAgreedCloseTheConnection() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(2, 5));
    for (int i = 1; i <= 3; i++) {
      channel.send(new StageFile(i, UUID.randomUUID(), 1, "t" + i, ""));
    }
    assertThat(channel.closeCode()).isEqualTo(1002);
    manager.welcomed();
  }

  @Test
  void aLostConnectionCutsItsTransfersAndTheNodeComesBack() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    channel.send(
        new StageFile(2, UUID.randomUUID(), 10, "up", ""),
        new SendFile(3, copy.copyId(), 0, 5, "down", ""));
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
    channel.send(new StageFile(1, copy.copyId(), 10, "t", ""));
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
    manager.close();
    node.stop(LIMIT);
    manager = ScriptedManager.onAPortToComeBackTo();
    ManagerUrl url = manager.url();
    node = start(url);
    ScriptedChannel channel = manager.welcomed();
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
  void aManagerThatWaitsForARebuildIsTriedOnAndHeardOnce() throws Exception {
    List<String> warnings = new CopyOnWriteArrayList<>();
    Handler handler = new Heard(warnings);
    Logger log = Logger.getLogger(ManagerChannel.class.getName());
    log.addHandler(handler);
    try {
      for (int i = 0; i < 4; i++) {
        ScriptedChannel channel = manager.connection();
        channel.expect(Hello.class);
        channel.send(new Refused(RefusalCode.AWAITING_REBUILD, "rebuild me or not"));
      }
      manager.welcomed();
      assertThat(refusal()).isNotDone();
      assertThat(warnings).filteredOn(text -> text.contains("rebuild me or not")).hasSize(1);
    } finally {
      log.removeHandler(handler);
    }
  }

  /** Keeps what is said at WARNING. */
  private static final class Heard extends Handler {
    private final List<String> warnings;

    Heard(List<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().equals(Level.WARNING)) {
        warnings.add(record.getMessage());
      }
    }

    @Override
    public void flush() {
      // nothing is held back
    }

    @Override
    public void close() {
      // there is nothing to let go
    }
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
    channel.send(new StageFile(1, copy.copyId(), 10, "t", ""));
    HttpRequest request = manager.transfer();
    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(this::stopped);
    channel.expect(Goodbye.class);
    channel.send(new StageFile(2, UUID.randomUUID(), 10, "t", ""));
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
}

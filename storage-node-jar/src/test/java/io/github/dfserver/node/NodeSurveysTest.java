package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.CopiesFound;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.FindCopies;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.IntakeSet;
import io.github.dfserver.protocol.ListCopies;
import io.github.dfserver.protocol.ListTombstones;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.SetIntake;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.Tombstones;
import io.github.dfserver.protocol.UploadFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a node says of all that it holds, and what managers behind one catalogue ask together. */
class NodeSurveysTest extends ScriptedNodeTest {
  private static final byte[] LARGE = new byte[100_000];

  @Test
  void theInventoryIsListedPageByPage() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    List<Copy> stored = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      stored.add(put(channel, i, "file " + i));
    }
    List<Copy> listed = new ArrayList<>();
    long after = ListCopies.FROM_START;
    for (int page = 0; page < 3; page++) {
      channel.send(new ListCopies(10 + page, after, 2));
      Copies copies = channel.expect(Copies.class);
      copies.copies().forEach(held -> listed.add(held.copy()));
      after = copies.next();
    }
    assertThat(after).isEqualTo(Copies.END);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  void aDeletedFileIsRememberedIfTheManagerAsksForIt() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    channel.send(new DeleteFile(2, copy.copyId(), true));
    assertThat(channel.next()).isEqualTo(new Deleted(2, true));
    channel.send(new ListTombstones(3, Optional.empty(), 10));
    assertThat(channel.next())
        .isEqualTo(new Tombstones(3, false, List.of(new Tombstones.Tombstone(copy.fileId(), 0))));
    channel.send(new ListTombstones(4, Optional.of(copy.fileId()), 10));
    assertThat(channel.next()).isEqualTo(new Tombstones(4, false, List.of()));
  }

  @Test
  void aFileThatVanishesIsFoundMissingAndDamagedWhenRead() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    try (Stream<Path> files = Files.walk(directory.resolve("files"))) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    channel.send(new FindCopies(2, List.of(copy.copyId(), UUID.randomUUID())));
    assertThat(channel.next())
        .isEqualTo(new CopiesFound(2, List.of(CopyHealth.MISSING, CopyHealth.MISSING)));
    channel.send(new DownloadFile(3, copy.copyId(), 0, 5));
    assertFailed(channel, 3, FailureCode.DAMAGED);
    channel.send(new SendFile(4, copy.copyId(), 0, 5, "t", ""));
    assertFailed(channel, 4, FailureCode.DAMAGED);
  }

  @Test
  void pagesThatWouldExhaustTheHeapAreRefused() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(60_000, 5));
    int more = (int) (Runtime.getRuntime().maxMemory() / 4 / (10_000 * 512L)) + 50;
    List<ManagerMessage> commands = new ArrayList<>();
    UUID copyId = UUID.randomUUID();
    commands.add(new StageFile(1, copyId, LARGE.length, "t", ""));
    for (int i = 0; i < more; i++) {
      commands.add(new ListCopies(10 + i, -1, 10_000));
    }
    channel.send(commands.toArray(ManagerMessage[]::new));
    int listed = 0;
    for (int i = 0; i < more; i++) {
      listed += channel.next() instanceof Copies ? 1 : 0;
    }
    assertThat(listed).isPositive();
    channel.send(new ListCopies(2, -1, 10_000));
    channel.expect(Copies.class);
  }

  @Test
  void aClosedIntakeRefusesWhateverManagerSendsAndLetsCommitsBeDone() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy large = copy(Sha256.of(LARGE), LARGE.length);
    channel.send(new StageFile(1, large.copyId(), LARGE.length, "up", ""));
    HttpRequest upload = manager.transfer();
    channel.send(new SetIntake(2, 7, false));
    Copy small = copy(Sha256.of(bytes("x")), 1);
    channel.send(new UploadFile(3, small, bytes("x")));
    assertFailed(channel, 3, FailureCode.BUSY); // and not the answer to SetIntake
    upload.answer(200, LARGE);
    assertThat(channel.next()).isEqualTo(new Staged(1, LARGE.length, large.sha256()));
    IntakeSet closed = channel.expect(IntakeSet.class);
    assertThat(closed.open()).isFalse();
    assertThat(closed.staged()).isEqualTo(1);
    assertThat(closed.status().accepting()).isFalse();
    channel.send(new CommitFile(4, large));
    assertThat(channel.next()).isEqualTo(new Stored(4));
    channel.send(new SetIntake(5, 7, false));
    IntakeSet empty = channel.expect(IntakeSet.class);
    assertThat(empty.staged()).isZero();
    assertThat(empty.status().files()).isEqualTo(1);

    channel.drop();
    ScriptedChannel again = manager.connection();
    assertThat(again.expect(Hello.class).status().accepting()).isFalse();
    again.send(manager.welcome(10, 1));
    assertThat(again.expect(Status.class).status().accepting()).isFalse();
    again.send(new StageFile(6, UUID.randomUUID(), 1, "t", ""), new SetIntake(7, 6, true));
    assertFailed(again, 6, FailureCode.BUSY);
    assertThat(again.expect(IntakeSet.class).open()).isFalse();
    again.send(new SetIntake(8, 8, true));
    assertThat(again.expect(IntakeSet.class).status().accepting()).isTrue();
    put(again, 9, "hello");
  }

  @Test
  void aTransferGoesToTheManagerThatWaitsForIt() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    try (ScriptedManager other = manager.sameCluster()) {
      String url = other.url().toString();
      Copy large = copy(Sha256.of(LARGE), LARGE.length);
      channel.send(new StageFile(1, large.copyId(), LARGE.length, "up", url));
      other.transfer().answer(200, LARGE);
      assertThat(channel.next()).isEqualTo(new Staged(1, LARGE.length, large.sha256()));
      channel.send(new CommitFile(2, large));
      assertThat(channel.next()).isEqualTo(new Stored(2));
      channel.send(new SendFile(3, large.copyId(), 0, LARGE.length, "down", url));
      HttpRequest down = other.transfer();
      assertThat(down.path()).endsWith("/some/root/transfer/down");
      assertThat(down.body()).isEqualTo(LARGE);
      down.answer(200, new byte[0]);
      assertThat(channel.next()).isEqualTo(new Sent(3));
    }
  }

  @Test
  void aTransferToWhatIsNoManagersUrlIsRefused() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    long id = 2;
    for (String url : List.of("ftp://127.0.0.1/", "no url", "http://u:p@h/", "http:///x", "/")) {
      channel.send(new StageFile(id, UUID.randomUUID(), 1, "t", url));
      assertFailed(channel, id++, FailureCode.INVALID);
      channel.send(new SendFile(id, copy.copyId(), 0, 1, "t", url));
      assertFailed(channel, id++, FailureCode.INVALID);
    }
    channel.send(new StageFile(id, UUID.randomUUID(), 1, "t", "http://host.invalid/"));
    assertFailed(channel, id, FailureCode.TRANSFER_FAILED);
  }
}

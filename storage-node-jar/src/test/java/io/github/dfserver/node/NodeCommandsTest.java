package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedChannel;
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
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a node does when it is told to. */
class NodeCommandsTest extends ScriptedNodeTest {
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
    channel.send(new DeleteFile(5, copy.copyId(), false));
    assertThat(channel.next()).isEqualTo(new Deleted(5, true));
    channel.send(new DeleteFile(6, copy.copyId(), false));
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
    channel.send(new StageFile(1, copy.copyId(), StageFile.UNKNOWN_SIZE, "up", ""));
    HttpRequest up = manager.transfer();
    assertThat(up.path()).endsWith("/transfer/up");
    up.answer(200, content);
    assertThat(channel.next()).isEqualTo(new Staged(1, content.length, copy.sha256()));
    channel.send(new DownloadFile(2, copy.copyId(), 0, 1));
    assertFailed(channel, 2, FailureCode.NOT_FOUND);
    channel.send(new CommitFile(3, copy));
    assertThat(channel.next()).isEqualTo(new Stored(3));

    channel.send(new SendFile(4, copy.copyId(), 0, content.length, "down", ""));
    HttpRequest down = manager.transfer();
    assertThat(down.path()).endsWith("/transfer/down");
    assertThat(down.body()).isEqualTo(content);
    down.answer(200, new byte[0]);
    assertThat(channel.next()).isEqualTo(new Sent(4));
  }

  private Path stored(Copy copy) {
    return directory.resolve("files/0/0/0/0").resolve(copy.name().substring(2));
  }

  private Copy stage(ScriptedChannel channel, byte[] content) throws Exception {
    Copy copy = copy(Sha256.of(content), content.length);
    channel.send(new StageFile(1, copy.copyId(), content.length, "up", ""));
    manager.transfer().answer(200, content);
    channel.expect(Staged.class);
    channel.send(new CommitFile(2, copy));
    channel.expect(Stored.class);
    return copy;
  }

  private void flip(Copy copy, int at) throws Exception {
    byte[] bytes = Files.readAllBytes(stored(copy));
    bytes[at] ^= 1;
    Files.write(stored(copy), bytes);
  }

  @Test
  void aBadFirstBlockFailsBeforeAnyTransfer() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = stage(channel, new byte[5_000_000]);
    flip(copy, 65_536);
    channel.send(new SendFile(3, copy.copyId(), 70_000, 1000, "t", ""));
    assertFailed(channel, 3, FailureCode.DAMAGED);
    channel.send(new DownloadFile(4, copy.copyId(), 70_000, 10));
    assertFailed(channel, 4, FailureCode.DAMAGED);
    channel.send(new DownloadFile(5, copy.copyId(), 200_000, 3));
    assertThat(channel.next()).isEqualTo(new Content(5, ByteBuffer.allocate(3)));
  }

  @Test
  void aTransferThatMeetsABadBlockIsCutAndCarriesNoWrongByte() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    byte[] content = new byte[5_000_000];
    new Random(1).nextBytes(content);
    Copy copy = stage(channel, content);
    flip(copy, 4_000_000);
    channel.send(new SendFile(3, copy.copyId(), 10, content.length - 10, "t", ""));
    HttpRequest down = manager.transfer();
    byte[] came = down.in().readAllBytes();
    assertThat(came).hasSizeLessThan(4_000_000).hasSizeGreaterThan(3_000_000);
    assertThat(came).isEqualTo(Arrays.copyOfRange(content, 10, 10 + came.length));
    assertFailed(channel, 3, FailureCode.DAMAGED);
  }

  @Test
  void aSendingThatCannotBeDoneFailsBeforeAnyTransfer() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    channel.send(new SendFile(1, UUID.randomUUID(), 0, 1, "t", ""));
    assertFailed(channel, 1, FailureCode.NOT_FOUND);
    Copy copy = put(channel, 2, "hello");
    channel.send(new SendFile(3, copy.copyId(), 5, 1, "t", ""));
    assertFailed(channel, 3, FailureCode.INVALID);
  }

  @Test
  void anUploadThatIsCutShortFailsAndCanBeStagedAnewUnderAnotherCopy() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    channel.send(new StageFile(1, UUID.randomUUID(), 10, "t", ""));
    HttpRequest request = manager.transfer();
    request.raw("HTTP/1.1 200 OK\nContent-Length: 10\n\nabc");
    request.drop();
    assertFailed(channel, 1, FailureCode.TRANSFER_FAILED);
    channel.send(new StageFile(2, UUID.randomUUID(), 10, "t", ""));
    manager.transfer().answer(200, new byte[9]);
    assertThat(channel.expect(Failed.class).requestId()).isEqualTo(2);
  }

  @Test
  void discardingCutsAStagingThatIsRunning() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    UUID copyId = UUID.randomUUID();
    channel.send(new StageFile(1, copyId, 10, "t", ""));
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
      channel.send(new StageFile(i, copyId, 10, "t", ""), new DiscardFile(i + 1, copyId));
      assertFailed(channel, i, FailureCode.TRANSFER_FAILED);
      assertThat(channel.next()).isEqualTo(new Discarded(i + 1));
    }
  }

  @Test
  void aDeletionDoesNotWaitForADownload() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    channel.send(new SendFile(2, copy.copyId(), 0, 5, "t", ""));
    HttpRequest request = manager.transfer();
    channel.send(new DeleteFile(3, copy.copyId(), false));
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
        new DeleteFile(4, copy.copyId(), false),
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
  void smallFilesThatWouldExhaustTheHeapAreRefused() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(60_000, 5));
    UUID copyId = UUID.randomUUID();
    int fit = (int) (Runtime.getRuntime().maxMemory() / 4 / 1_000_000);
    List<ManagerMessage> commands = new ArrayList<>();
    commands.add(new StageFile(1, copyId, 10, "t", ""));
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
}

package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.node.store.CopyStore;
import io.github.dfserver.node.store.StoreOptions;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.Tracer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is being stopped is not kept by reads that never leave it a moment of rest. */
class StoppingTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path directory;
  private final Lanes lanes = new Lanes(Thread::new, Thread::new, Thread::new);
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final UUID copyId = UUID.randomUUID();
  private ScriptedManager manager;
  private CopyStore store;
  private TransferClient transfers;
  private Commands commands;

  @BeforeEach
  void start() throws Exception {
    manager = new ScriptedManager();
    store = CopyStore.open(StoreOptions.of(directory, "100"));
    transfers = new TransferClient(2, Thread::new, Credentials.none());
    commands = connected();
    commands.begin();
    Copy copy =
        new Copy(
            UUID.randomUUID(),
            copyId,
            "n",
            "",
            CONTENT.length,
            Sha256.of(CONTENT),
            Instant.EPOCH,
            0);
    assertThat(answer(new UploadFile(1, copy, ByteBuffer.wrap(CONTENT)))).isEqualTo(new Stored(1));
    commands.stopStoring();
  }

  @AfterEach
  void stop() throws Exception {
    commands.abandon();
    assertThat(commands.awaitQuiet(Waiting.LIMIT)).isTrue();
    lanes.close();
    transfers.close();
    manager.close();
    store.close();
  }

  private Commands connected() {
    return new Commands(
        new CommandRunner(store, transfers, lanes, manager.url(), Duration.ofSeconds(60)),
        new Surveys(store, store::status),
        new Commons(lanes, new ContentBudget(1 << 20), new Intake(store::staged, Waiting.LIMIT)),
        100,
        Tracer.off(),
        (answer, sent) -> {
          answers.add(answer);
          sent.run();
        });
  }

  private Answer answer(Command command) throws Exception {
    commands.accept(command, Optional.empty());
    return Waiting.next(answers, "an answer");
  }

  @Test
  void inTheEndItReadsNothingNewAndDoesTheRest() throws Exception {
    assertThat(answer(new DownloadFile(2, copyId, 0, 3))).isInstanceOf(Content.class);
    commands.stopReading();
    for (Command read :
        new Command[] {new DownloadFile(3, copyId, 0, 3), new SendFile(4, copyId, 0, 3, "t", "")}) {
      assertThat(answer(read))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.code()).isEqualTo(FailureCode.BUSY));
    }
    assertThat(answer(new DeleteFile(5, copyId, false))).isEqualTo(new Deleted(5, true));
    assertThat(commands.isIdle()).isTrue();
  }

  @Test
  void whileALargeFileIsOnItsWayItReadsOthers() throws Exception {
    commands.accept(new SendFile(2, copyId, 0, 3, "t", ""), Optional.empty());
    HttpRequest sending = manager.transfer();
    commands.stopReading();
    assertThat(answer(new DownloadFile(3, copyId, 0, 3))).isInstanceOf(Content.class);
    assertThat(sending.body()).isEqualTo(CONTENT);
    sending.answer(200, new byte[0]);
    assertThat(Waiting.next(answers, "the end of the large file")).isEqualTo(new Sent(2));
    commands.stopReading();
    assertThat(answer(new DownloadFile(4, copyId, 0, 3))).isInstanceOf(Failed.class);
  }

  @Test
  void aLargeFileIsOnItsWayAsSoonAsItIsAskedFor() throws Exception {
    commands = connected();
    commands.accept(new SendFile(2, copyId, 0, 3, "t", ""), Optional.empty());
    commands.stopReading();
    commands.begin();
    assertThat(answer(new DownloadFile(3, copyId, 0, 3))).isInstanceOf(Content.class);
    HttpRequest sending = manager.transfer();
    assertThat(sending.body()).isEqualTo(CONTENT);
    sending.answer(200, new byte[0]);
    assertThat(Waiting.next(answers, "the end of the large file")).isEqualTo(new Sent(2));
  }
}

package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.node.store.GatedStore;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.Discarded;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.Tracer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files whose last force takes long. */
class LargeForceTest {
  private static final int LARGE = 20;
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path directory;
  private final Lanes lanes = new Lanes(Thread::new, Thread::new, Thread::new);
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private ScriptedManager manager;
  private GatedStore gated;
  private TransferClient transfers;
  private Commands commands;

  @BeforeEach
  void start() throws Exception {
    manager = new ScriptedManager();
    gated = new GatedStore(directory);
    transfers = new TransferClient(2, Thread::new, Credentials.none());
    CommandRunner runner =
        new CommandRunner(gated.store(), transfers, lanes, manager.url(), Duration.ofSeconds(60));
    Intake intake = new Intake(gated.store()::staged, Waiting.LIMIT);
    commands =
        new Commands(
            runner,
            new Surveys(gated.store(), gated.store()::status),
            new Commons(lanes, new ContentBudget(1 << 20), intake),
            100,
            Tracer.off(),
            (answer, sent) -> {
              answers.add(answer);
              sent.run();
            });
    commands.begin();
  }

  @AfterEach
  void stop() throws Exception {
    gated.open();
    commands.abandon();
    assertThat(commands.awaitQuiet(Waiting.LIMIT)).isTrue();
    lanes.close();
    transfers.close();
    manager.close();
    gated.close();
  }

  @Test
  void smallFilesAreStoredReadAndDiscardedMeanwhile() throws Exception {
    for (int i = 1; i <= LARGE; i++) {
      commands.accept(
          new StageFile(i, UUID.randomUUID(), CONTENT.length, "t", ""), Optional.empty());
    }
    List<HttpRequest> requests = new ArrayList<>();
    for (int i = 1; i <= LARGE; i++) {
      requests.add(manager.transfer());
    }
    for (HttpRequest request : requests) {
      request.answer(200, CONTENT);
    }
    Waiting.until("the disk is busy with large files", () -> gated.waiting() >= 4);
    UUID copyId = UUID.randomUUID();
    Copy copy =
        new Copy(
            UUID.randomUUID(),
            copyId,
            "small",
            "",
            CONTENT.length,
            Sha256.of(CONTENT),
            Instant.EPOCH,
            0);
    commands.accept(new UploadFile(100, copy, ByteBuffer.wrap(CONTENT)), Optional.empty());
    assertThat(Waiting.next(answers, "the small upload's answer")).isEqualTo(new Stored(100));
    commands.accept(new DownloadFile(101, copyId, 0, CONTENT.length), Optional.empty());
    assertThat(Waiting.next(answers, "the download").requestId()).isEqualTo(101);
    commands.accept(new DiscardFile(102, UUID.randomUUID()), Optional.empty());
    assertThat(Waiting.next(answers, "a discard")).isEqualTo(new Discarded(102));

    gated.open();
    for (int i = 1; i <= LARGE; i++) {
      assertThat(Waiting.next(answers, "a large file")).isInstanceOf(Staged.class);
    }
  }
}

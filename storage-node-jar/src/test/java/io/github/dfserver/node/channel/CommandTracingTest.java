package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.channel.RecordingTracer.Recorded;
import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.node.store.CopyStore;
import io.github.dfserver.node.store.StoreOptions;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.SpanKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command leaves in the trace of the request that it serves. */
class CommandTracingTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  private final RecordingTracer tracer = new RecordingTracer();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final Lanes lanes = new Lanes(Thread::new, Thread::new, Thread::new);
  private TransferClient transfers;
  private final Copy copy =
      new Copy(
          UUID.randomUUID(),
          UUID.randomUUID(),
          "a.txt",
          "",
          HELLO.length,
          Sha256.of(HELLO),
          Instant.EPOCH,
          0);
  private CopyStore store;
  private Commands commands;

  @BeforeEach
  void start() throws Exception {
    transfers = new TransferClient(1, Thread::new, Credentials.none());
    store =
        CopyStore.open(
            new StoreOptions(
                directory, "n-1", true, OptionalLong.empty(), 0, Optional.empty(), Thread::new));
    commands =
        new Commands(
            new CommandRunner(
                store,
                transfers,
                lanes,
                ManagerUrl.parse("http://127.0.0.1:1/"),
                Duration.ofSeconds(60)),
            new Surveys(store, store::status),
            new Commons(
                lanes,
                new ContentBudget(1 << 20),
                new Intake(store::staged, Duration.ofSeconds(1))),
            100,
            tracer,
            (answer, sent) -> {
              answers.add(answer);
              sent.run();
            });
    commands.begin();
  }

  @AfterEach
  void stop() throws Exception {
    commands.abandon();
    transfers.close();
    lanes.close();
    store.close();
  }

  private <A extends Answer> A run(Class<A> type, Command command, Optional<String> trace)
      throws Exception {
    commands.accept(command, Optional.of(new Origin(command.requestId(), "r-1", trace)));
    return type.cast(answers.poll(60, TimeUnit.SECONDS));
  }

  private List<String> names() {
    return tracer.spans().stream().map(Recorded::name).toList();
  }

  @Test
  void anUploadIsASpanAboveTheWriteAndTheForce() throws Exception {
    run(Stored.class, new UploadFile(1, copy, ByteBuffer.wrap(HELLO)), Optional.of(TRACE));
    assertThat(names()).containsExactly("upload-file", "write", "force");
    Recorded command = tracer.spans().get(0);
    assertThat(command.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(command.parent()).contains(TRACE);
    assertThat(command.attributes())
        .containsEntry("dfs.request_id", "r-1")
        .containsEntry("dfs.copy.id", copy.copyId().toString())
        .containsEntry("dfs.bytes", "5");
    for (Recorded disk : tracer.spans().subList(1, 3)) {
      assertThat(disk.kind()).isEqualTo(SpanKind.INTERNAL);
      assertThat(disk.parent()).isEqualTo(command.traceparent());
    }
    assertThat(tracer.spans()).allMatch(Recorded::ended);
  }

  @Test
  void aDeleteIsASpanAboveTheForceAndTheUnlink() throws Exception {
    run(Stored.class, new UploadFile(1, copy, ByteBuffer.wrap(HELLO)), Optional.empty());
    run(Deleted.class, new DeleteFile(2, copy.copyId(), false), Optional.of(TRACE));
    assertThat(names()).containsExactly("delete-file", "force", "unlink");
    assertThat(tracer.spans()).allMatch(Recorded::ended);
  }

  @Test
  void aFailureIsToldByItsCode() throws Exception {
    run(Failed.class, new DownloadFile(1, copy.copyId(), 0, 5), Optional.of(TRACE));
    assertThat(names()).containsExactly("download-file", "read");
    assertThat(tracer.spans().get(0).attributes()).containsEntry("error.type", "not-found");
    assertThat(tracer.spans()).allMatch(Recorded::ended);
  }

  @Test
  void whatServesNoTracedRequestHasNoSpan() throws Exception {
    run(Stored.class, new UploadFile(1, copy, ByteBuffer.wrap(HELLO)), Optional.empty());
    assertThat(tracer.spans()).isEmpty();
  }
}

package io.github.dfserver.node.channel;

import io.github.dfserver.node.store.CopyContent;
import io.github.dfserver.node.store.CopyStore;
import io.github.dfserver.node.store.StagedFile;
import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.node.transfer.Transfer;
import io.github.dfserver.node.transfer.TransferClient;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.CopyCommand;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DiscardFile;
import io.github.dfserver.protocol.Discarded;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Scrub;
import io.github.dfserver.protocol.ScrubBegun;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does what the commands of one connection ask for, and keeps what has to be undone when the
 * connection is lost. Safe for any thread; commands on one copy come one after the other.
 */
final class CommandRunner {
  private static final Logger LOG = System.getLogger(CommandRunner.class.getName());

  private final CopyStore store;
  private final TransferClient transfers;
  private final Lanes lanes;
  private final ManagerUrl manager;
  private final Duration stall;

  private final Map<UUID, Transfer> stagings = new ConcurrentHashMap<>();
  private final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
  private final Set<UUID> staged = ConcurrentHashMap.newKeySet();
  private final Set<Transfer> sendings = ConcurrentHashMap.newKeySet();
  private volatile boolean abandoned;
  private CompletableFuture<Void> discarding; // guarded by this

  CommandRunner(
      CopyStore store,
      TransferClient transfers,
      Lanes lanes,
      ManagerUrl manager,
      Duration transferTimeout) {
    this.store = store;
    this.transfers = transfers;
    this.lanes = lanes;
    this.manager = manager;
    this.stall = transferTimeout;
  }

  /** Has all copies read, which only begins here; never fails. */
  Answer scrub(Received<Scrub> asked) {
    try {
      store.scrub();
      return new ScrubBegun(asked.command().requestId());
    } catch (StoreException e) {
      return Failures.answer(asked, e);
    }
  }

  /** Executes a command, on the caller's thread as far as it does not wait; never fails. */
  CompletionStage<Answer> run(Received<CopyCommand> received) {
    CompletionStage<Answer> answer;
    try {
      answer = begin(received.command(), received.span());
    } catch (StoreException | RuntimeException | Error e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer.exceptionally(failure -> Failures.answer(received, failure));
  }

  private CompletionStage<Answer> begin(CopyCommand command, Span span) throws StoreException {
    long id = command.requestId();
    if (command instanceof UploadFile upload) {
      return store.put(upload.copy(), upload.content(), span).thenApply(stored -> new Stored(id));
    }
    if (command instanceof DownloadFile download) {
      return CompletableFuture.completedStage(read(download, span));
    }
    if (command instanceof StageFile stage) {
      return stage(stage, span);
    }
    if (command instanceof CommitFile commit) {
      staged.remove(commit.copyId());
      return store.commit(commit.copy(), span).thenApply(stored -> new Stored(id));
    }
    if (command instanceof SendFile send) {
      return send(send, span);
    }
    forget(command.copyId());
    if (command instanceof DiscardFile discard) {
      return store.discard(discard.copyId()).thenApply(existed -> new Discarded(id));
    }
    DeleteFile delete = (DeleteFile) command;
    return store
        .delete(delete.copyId(), delete.tombstone(), span)
        .thenApply(existed -> new Deleted(id, existed));
  }

  private Content read(DownloadFile command, Span span) throws StoreException {
    Span read = span.child(SpanKind.INTERNAL, "read");
    try {
      return new Content(
          command.requestId(), store.read(command.copyId(), command.offset(), command.length()));
    } finally {
      read.end();
    }
  }

  private CompletionStage<Answer> stage(StageFile command, Span span) throws StoreException {
    URI source = waiting(command.manager()).transfer(command.token());
    StagedFile file = store.stage(command.copyId(), command.size());
    Transfer transfer = transfers.receive(source, file::write, stall);
    Span write = span.child(SpanKind.INTERNAL, "write");
    stagings.put(command.copyId(), transfer);
    if (abandoned || cancelled.contains(command.copyId())) {
      transfer.cancel();
    }
    return transfer
        .done()
        .whenComplete((size, failure) -> write.end(failure))
        .handle((size, failure) -> end(command, file, failure, span))
        .thenCompose(answer -> answer);
  }

  /** The manager that waits for a transfer; one behind the same catalogue may ask for another. */
  private ManagerUrl waiting(String url) throws StoreException {
    ManagerUrl waiting;
    try {
      waiting = url.isEmpty() ? manager : ManagerUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw new StoreException(FailureCode.INVALID, e.getMessage(), e);
    }
    if (manager.isSecure() && !waiting.isSecure()) {
      throw new StoreException(
          FailureCode.INVALID,
          "this node reaches "
              + manager
              + " over TLS, and sends neither files nor its token to "
              + waiting
              + " without; managers that nodes reach by https need an https URL in dfs.url");
    }
    return waiting;
  }

  /** What has come whole is forced, which may take long and has threads of its own. */
  private CompletableFuture<Answer> end(
      StageFile command, StagedFile file, Throwable failure, Span span) {
    return CompletableFuture.supplyAsync(
        () -> staged(command, file, failure, span),
        failure == null ? lanes.forces() : lanes.writes());
  }

  private Answer staged(StageFile command, StagedFile file, Throwable failure, Span span) {
    stagings.remove(command.copyId());
    try (file) {
      if (failure != null) {
        throw new CompletionException(failure);
      }
      Staged answer = new Staged(command.requestId(), file.size(), force(file, span));
      staged.add(command.copyId());
      return answer;
    } catch (StoreException e) {
      throw new CompletionException(e);
    }
  }

  private static Sha256 force(StagedFile file, Span span) throws StoreException {
    Span force = span.child(SpanKind.INTERNAL, "force");
    try {
      return file.finish();
    } finally {
      force.end();
    }
  }

  private CompletionStage<Answer> send(SendFile command, Span span) throws StoreException {
    URI target = waiting(command.manager()).transfer(command.token());
    CopyContent file = store.open(command.copyId());
    Transfer transfer;
    try {
      if (command.offset() + command.length() > file.size()) {
        throw new StoreException(FailureCode.INVALID, "the range goes beyond the end of the copy");
      }
      readFirst(file, command);
      transfer = transfers.send(target, file::read, command.offset(), command.length(), stall);
    } catch (StoreException | RuntimeException e) {
      close(file);
      throw e;
    }
    Span read = span.child(SpanKind.INTERNAL, "read");
    sendings.add(transfer);
    if (abandoned) {
      transfer.cancel();
    }
    return transfer
        .done()
        .whenComplete(
            (size, failure) -> {
              read.end(failure);
              sendings.remove(transfer);
              close(file);
            })
        .thenApply(size -> new Sent(command.requestId()));
  }

  /** What is damaged from the first byte on is said before the transfer begins. */
  private static void readFirst(CopyContent file, SendFile command) throws StoreException {
    if (command.length() > 0) {
      file.read(command.offset(), 1, ByteBuffer.allocate(CopyContent.BLOCK_BYTES));
    }
  }

  private static void close(CopyContent file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a file that was read could not be closed properly", e);
    }
  }

  private void forget(UUID copyId) {
    cancelled.remove(copyId);
    staged.remove(copyId);
  }

  /** Ends a staging of the copy, running or still to begin; a command follows that discards it. */
  void cancelStaging(UUID copyId) {
    cancelled.add(copyId);
    Transfer running = stagings.get(copyId);
    if (running != null) {
      running.cancel();
    }
  }

  /** Whether a manager has yet to commit or discard something. */
  boolean awaitsDecision() {
    return !staged.isEmpty();
  }

  /** The connection is lost: cuts all transfers, those to come included. */
  void abandon() {
    abandoned = true;
    stagings.values().forEach(Transfer::cancel);
    sendings.forEach(Transfer::cancel);
  }

  /**
   * Removes what was staged and not committed; once nothing is being executed any more. Never
   * fails; what the store cannot remove now it removes when it is opened again.
   */
  synchronized CompletableFuture<Void> discardStaged() {
    if (discarding == null) {
      discarding =
          CompletableFuture.allOf(
              staged.stream().map(this::discard).toArray(CompletableFuture<?>[]::new));
      staged.clear();
    }
    return discarding;
  }

  private CompletableFuture<Boolean> discard(UUID copyId) {
    return store
        .discard(copyId)
        .exceptionally(
            failure -> {
              LOG.log(Level.WARNING, "copy " + copyId + " stays staged", failure);
              return false;
            });
  }
}

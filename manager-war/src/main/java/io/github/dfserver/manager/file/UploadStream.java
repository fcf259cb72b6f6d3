package io.github.dfserver.manager.file;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.copy.HeldRecord;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeUnavailableException;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.transfer.Pipe;
import io.github.dfserver.manager.transfer.Pipe.BrokenEndException;
import io.github.dfserver.manager.transfer.ResponseBody;
import io.github.dfserver.manager.transfer.StalledException;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import io.github.dfserver.manager.transfer.TransferMetrics.Kind;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.protocol.Stored;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One upload whose bytes go to its node over a transfer: the node stages them, says what it got,
 * and commits when that is what the client sent.
 */
final class UploadStream {
  private final UploadStreams streams;
  private final UploadRequest request;
  private final ContentSource source;
  private final UUID copyId;

  /** What has to come, where that is known: the file that is to be restored has it. */
  private final Optional<FileRecord> unwell;

  private final CompletableFuture<Pipe> piping = new CompletableFuture<>();

  private final HeldRecord held;

  UploadStream(
      UploadStreams streams,
      FileRecord pending,
      HeldRecord held,
      UploadRequest request,
      ContentSource source) {
    this.streams = streams;
    this.request = request;
    this.source = source;
    this.copyId = pending.making().copyId();
    this.unwell = Optional.of(pending).filter(FileRecord::isLive);
    this.held = held;
  }

  CompletionStage<StoredUpload> run() {
    return held.current()
        .thenCompose(pending -> transfer(pending.making().node()))
        .handle(
            (content, failure) ->
                failure == null
                    ? held.release().thenApply(pending -> new StoredUpload(pending, content))
                    : held.release()
                        .thenCompose(
                            pending -> this.<StoredUpload>giveUp(pending, Failure.cause(failure))))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<FileContent> transfer(String node) {
    Optional<NodeLink> online = streams.channel(node, request.origin());
    if (online.isEmpty()) {
      return CompletableFuture.failedStage(NodeUnavailableException.notConnected());
    }
    NodeLink channel = online.get();
    Offer offer = streams.transfers().offer(Direction.TO_NODE, node);
    CompletableFuture<Staged> staged =
        channel.askForTransfer(
            Staged.class,
            id ->
                new StageFile(
                    id, copyId, source.length(), offer.token(), streams.transfers().url()));
    CompletionStage<Long> piped = offer.taken().thenCompose(this::pipe);
    CompletionStage<Staged> answered = staged;
    answered.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            streams.transfers().withdraw(offer);
            offer.taken().completeExceptionally(failure);
            started().thenAccept(pipe -> pipe.cancel(new IOException("the node gave up", failure)));
          }
        });
    piped.whenComplete(
        (count, failure) -> {
          if (failure != null
              && !(Failure.cause(failure) instanceof BrokenEndException broken
                  && !broken.atSource())) {
            // The node is told by the DeleteFile that follows.
            staged.completeExceptionally(failure);
          } else if (failure != null) {
            // The node took no more; its own word, which says why, is on its way.
            streams.soon(() -> staged.completeExceptionally(failure));
          } else {
            streams
                .transfers()
                .afterCommandTimeout(
                    count, () -> staged.completeExceptionally(NodeUnavailableException.late()));
          }
        });
    return staged
        .thenCombine(piped, this::check)
        .thenCompose(
            content -> {
              CrashPoint.reached("upload.staged");
              return held.current()
                  .thenCompose(
                      pending ->
                          channel.askForWork(
                              Stored.class,
                              content.size(),
                              id -> new CommitFile(id, pending.copyInTheMaking(content))))
                  .thenApply(stored -> content);
            });
  }

  private CompletionStage<Pipe> started() {
    return piping;
  }

  private CompletionStage<Long> pipe(AsyncContext node) {
    try {
      ResponseBody sink = streams.transfers().answer(node, source.length());
      Pipe pipe = streams.transfers().pipe(Kind.UPLOAD, source, sink);
      piping.complete(pipe);
      return pipe.start().whenComplete((count, failure) -> node.complete());
    } catch (IOException | IllegalStateException e) {
      node.complete();
      return CompletableFuture.failedStage(e);
    }
  }

  private FileContent check(Staged staged, Long count) {
    if (staged.size() != count) {
      throw new CommandFailedException(
          FailureCode.CHECKSUM_MISMATCH,
          "the node staged " + staged.size() + " of " + count + " bytes");
    }
    request
        .promised()
        .filter(promised -> !promised.equals(staged.sha256()))
        .ifPresent(
            promised -> {
              throw new ProblemException(ContentDigest.mismatch(promised, staged.sha256()));
            });
    FileContent content = new FileContent(staged.size(), staged.sha256());
    unwell
        .filter(file -> !file.content().orElseThrow().equals(content))
        .ifPresent(
            file -> {
              throw new ProblemException(Problem.fileNameExists(file));
            });
    return content;
  }

  private <T> CompletionStage<T> giveUp(FileRecord pending, Throwable failure) {
    NodeFailures.log(request.origin(), pending.making().node(), pending.name(), failure);
    boolean reached =
        !(failure instanceof NodeUnavailableException unavailable) || unavailable.sent();
    boolean untouched = !piping.isDone();
    return streams
        .settlement()
        .giveUp(pending, reached, request.origin())
        .thenApply(
            removed -> {
              Optional<Problem> ofClient = problemOfClient(failure);
              if (ofClient.isEmpty() && removed && untouched) {
                throw RefusedByNodeException.after(failure);
              }
              throw new ProblemException(
                  ofClient.orElseGet(() -> UploadService.outcome(removed, failure)));
            });
  }

  /** What the client did wrong, where it did. */
  private static Optional<Problem> problemOfClient(Throwable failure) {
    if (failure instanceof StalledException stalled && stalled.atSource()) {
      return Optional.of(
          Problem.invalidRequest(408, "The upload stalled: " + failure.getMessage()));
    }
    if (failure instanceof BrokenEndException broken && broken.atSource()) {
      return Optional.of(
          broken.getCause() instanceof BodyRefusedException refused
              ? refused.problem()
              : Problem.invalidRequest("The body is incomplete: " + broken.getMessage()));
    }
    return failure instanceof ProblemException e ? Optional.of(e.problem()) : Optional.empty();
  }
}

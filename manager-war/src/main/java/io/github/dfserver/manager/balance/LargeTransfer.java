package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeUnavailableException;
import io.github.dfserver.manager.transfer.Pipe;
import io.github.dfserver.manager.transfer.Pipe.BrokenEndException;
import io.github.dfserver.manager.transfer.RequestBody;
import io.github.dfserver.manager.transfer.ResponseBody;
import io.github.dfserver.manager.transfer.StalledException;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import io.github.dfserver.manager.transfer.TransferMetrics.Kind;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries a large file from one node to another one, which stages it: both open a transfer, and the
 * one body is piped into the other.
 */
final class LargeTransfer {
  private final FileMoves moves;
  private final NodeLink source;
  private final NodeLink target;
  private final FileRecord file;
  private final FileContent content;
  private final UUID targetCopy;
  private final Offer given;
  private final Offer taken;
  private final CompletableFuture<FileContent> result = new CompletableFuture<>();
  private final CompletionStage<FileContent> ended = result;
  private boolean claimed;

  /** From the node of the record to {@code taker}, where it becomes {@code targetCopy}. */
  LargeTransfer(
      FileMoves moves,
      NodeLink source,
      NodeLink target,
      FileRecord file,
      String taker,
      UUID targetCopy) {
    this.moves = moves;
    this.source = source;
    this.target = target;
    this.file = file;
    this.content = file.content().orElseThrow();
    this.targetCopy = targetCopy;
    this.given = moves.transfers().offer(Direction.FROM_NODE, file.node());
    this.taken = moves.transfers().offer(Direction.TO_NODE, taker);
  }

  /** Completes with what the target has staged; exceptionally with a {@link MoveException}. */
  CompletionStage<FileContent> run() {
    CompletionStage<Sent> sent =
        source.askForTransfer(
            Sent.class,
            id ->
                new SendFile(
                    id, file.copyId(), 0, content.size(), given.token(), moves.transfers().url()));
    CompletionStage<Staged> staged =
        target.askForTransfer(
            Staged.class,
            id ->
                new StageFile(
                    id, targetCopy, content.size(), taken.token(), moves.transfers().url()));
    CompletionStage<AsyncContext> giver = given.taken();
    CompletionStage<AsyncContext> taker = taken.taken();
    sent.whenComplete((done, failure) -> failed(MoveOutcome.ofSource(failure), failure));
    staged.whenComplete((done, failure) -> failed(MoveOutcome.NOT_TAKEN, failure));
    giver.whenComplete((context, failure) -> failed(MoveOutcome.NOT_GIVEN, failure));
    taker.whenComplete((context, failure) -> failed(MoveOutcome.NOT_TAKEN, failure));
    CompletionStage<Long> piped = giver.thenCombine(taker, this::pipe).thenCompose(pipe -> pipe);
    piped.whenComplete(this::piped);
    staged
        .thenCombine(piped, (done, count) -> new FileContent(done.size(), done.sha256()))
        .thenAccept(result::complete);
    ended.whenComplete((done, failure) -> close(failure));
    return ended;
  }

  private void piped(Long count, Throwable failure) {
    if (failure == null) {
      moves
          .transfers()
          .afterCommandTimeout(
              count, () -> failed(MoveOutcome.NOT_TAKEN, NodeUnavailableException.late()));
      return;
    }
    Throwable cause = Failure.cause(failure);
    boolean atSource =
        cause instanceof BrokenEndException broken
            ? broken.atSource()
            : cause instanceof StalledException stalled && stalled.atSource();
    failed(atSource ? MoveOutcome.NOT_GIVEN : MoveOutcome.NOT_TAKEN, cause);
  }

  private void failed(MoveOutcome outcome, Throwable failure) {
    if (failure != null) {
      result.completeExceptionally(new MoveException(outcome, Failure.cause(failure)));
    }
  }

  private CompletionStage<Long> pipe(AsyncContext giver, AsyncContext taker) {
    if (!claim()) {
      return CompletableFuture.failedStage(new IOException("the move has failed"));
    }
    try {
      RequestBody body = new RequestBody((HttpServletRequest) giver.getRequest());
      if (body.length() != content.size()) {
        throw new IOException("a node offers " + body.length() + " of " + content.size());
      }
      ResponseBody sink = moves.transfers().answer(taker, content.size());
      Pipe pipe =
          moves.transfers().pipe(Kind.MOVE, new ThrottledSource(body, moves.bandwidth()), sink);
      ended.whenComplete(
          (done, failure) -> {
            if (failure != null) {
              pipe.cancel(new IOException("the move has failed", failure));
            }
          });
      return pipe.start().whenComplete((count, failure) -> end(giver, taker, body.consumed()));
    } catch (IOException | IllegalStateException e) {
      end(giver, taker, false);
      return CompletableFuture.failedStage(e);
    }
  }

  private static void end(AsyncContext giver, AsyncContext taker, boolean consumed) {
    HttpServletResponse response = (HttpServletResponse) giver.getResponse();
    response.setStatus(consumed ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_GONE);
    if (!consumed) {
      response.setHeader("Connection", "close");
    }
    giver.complete();
    taker.complete();
  }

  /** Whoever has opened its transfer, when nothing will be piped, is let go. */
  private void close(Throwable failure) {
    moves.transfers().withdraw(given);
    moves.transfers().withdraw(taken);
    if (failure != null && claim()) {
      dismiss(given, failure);
      dismiss(taken, failure);
    }
  }

  /** Either the pipe ends both requests, or the one who gives up does. */
  private synchronized boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  private static void dismiss(Offer offer, Throwable failure) {
    CompletionStage<AsyncContext> taken = offer.taken();
    offer.taken().completeExceptionally(failure);
    taken.thenAccept(LargeTransfer::refuse);
  }

  private static void refuse(AsyncContext node) {
    HttpServletResponse response = (HttpServletResponse) node.getResponse();
    response.setStatus(HttpServletResponse.SC_GONE);
    response.setHeader("Connection", "close");
    node.complete();
  }
}

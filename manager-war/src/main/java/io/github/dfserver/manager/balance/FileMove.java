package io.github.dfserver.manager.balance;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.copy.HeldRecord;
import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.protocol.CommitFile;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One file on its way to another node, in the order that keeps it safe: the record says where it is
 * going, the copy is made and durable there, the record names it as the home, and only then the old
 * copy goes. What fails before the home changes is cancelled; what fails later, or is cut off, is
 * for the sweeper to finish.
 *
 * <p>Commands go only over the connections that were there before the record said anything: a node
 * that was told to drop the new copy obeys no older command to make it.
 */
final class FileMove {
  private static final Logger LOG = System.getLogger(FileMove.class.getName());
  private static final int ATTEMPTS = 5;

  private final FileMoves moves;
  private final FileRecord file;
  private final FileContent content;
  private final CopyPlace target;
  private final long term;

  FileMove(FileMoves moves, FileRecord file, String node, long term) {
    this.moves = moves;
    this.file = file;
    this.content = file.content().orElseThrow();
    this.target = CopyPlace.on(node);
    this.term = term;
  }

  /** Completes with how it went, whatever that is. */
  CompletionStage<MoveOutcome> run() {
    Optional<NodeLink> source = moves.link(file.node());
    Optional<NodeLink> destination = moves.link(target.node());
    if (source.isEmpty() || destination.isEmpty() || !moves.mayMove(term)) {
      return CompletableFuture.completedStage(MoveOutcome.STOPPED);
    }
    FileRecord moving =
        file.moving(new Move(target, term, false), moves.manager(), moves.settlement().lease());
    return moves
        .catalog()
        .files()
        .replace(file, moving)
        .thenCompose(
            begun ->
                begun
                    ? copyAndSwitch(moving, source.get(), destination.get())
                    : CompletableFuture.completedStage(MoveOutcome.OVERTAKEN))
        .exceptionally(this::stopped);
  }

  private MoveOutcome stopped(Throwable failure) {
    LOG.log(Level.WARNING, "The move of ''{0}'' is left to the sweeper: {1}", file.name(), failure);
    return MoveOutcome.STOPPED;
  }

  private CompletionStage<MoveOutcome> copyAndSwitch(
      FileRecord moving, NodeLink source, NodeLink destination) {
    CrashPoint.reached("move.recorded");
    HeldRecord held = moves.held().hold(moving);
    return copy(moving.copyInTheMaking(content), source, destination)
        .handle(
            (done, failure) ->
                held.release()
                    .thenCompose(
                        last ->
                            failure == null
                                ? switchHome(last, ATTEMPTS)
                                : giveUp(last, Failure.cause(failure), ATTEMPTS)))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> copy(Copy made, NodeLink source, NodeLink destination) {
    try {
      return content.size() <= moves.inlineLimit()
          ? copySmall(made, source, destination)
          : copyLarge(made, source, destination);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private CompletionStage<Void> copySmall(Copy made, NodeLink source, NodeLink destination) {
    moves.bandwidth().spend(content.size());
    return given(
            source.ask(
                Content.class, id -> new DownloadFile(id, file.copyId(), 0, (int) content.size())))
        .thenCompose(
            answer -> {
              ByteBuffer bytes = answer.content();
              check(new FileContent(bytes.remaining(), Sha256.of(bytes)));
              checkTerm();
              return taken(destination.ask(Stored.class, id -> new UploadFile(id, made, bytes)));
            })
        .thenAccept(stored -> {});
  }

  private CompletionStage<Void> copyLarge(Copy made, NodeLink source, NodeLink destination) {
    return new LargeTransfer(moves, source, destination, file, target.node(), made.copyId())
        .run()
        .thenCompose(
            staged -> {
              check(staged);
              checkTerm();
              return taken(
                  destination.askForWork(
                      Stored.class, content.size(), id -> new CommitFile(id, made)));
            })
        .thenAccept(stored -> {});
  }

  private void check(FileContent got) {
    if (!got.equals(content)) {
      throw new MoveException(
          MoveOutcome.UNWELL,
          new CommandFailedException(
              FailureCode.DAMAGED, "what came is not what the record says: " + got));
    }
  }

  private void checkTerm() {
    if (!moves.mayMove(term)) {
      throw new MoveException(
          MoveOutcome.STOPPED, new IllegalStateException("another manager moves files now"));
    }
  }

  private static <A> CompletionStage<A> given(CompletionStage<A> answer) {
    return answer.handle(
        (value, failure) -> {
          if (failure != null) {
            throw new MoveException(MoveOutcome.ofSource(failure), Failure.cause(failure));
          }
          return value;
        });
  }

  private static <A> CompletionStage<A> taken(CompletionStage<A> answer) {
    return answer.handle(
        (value, failure) -> {
          if (failure != null) {
            throw new MoveException(MoveOutcome.NOT_TAKEN, Failure.cause(failure));
          }
          return value;
        });
  }

  private CompletionStage<MoveOutcome> switchHome(FileRecord moving, int attempts) {
    CrashPoint.reached("move.copied");
    if (!moves.mayMove(term)) {
      return giveUp(moving, new MoveException(MoveOutcome.STOPPED, null), attempts);
    }
    FileRecord moved = moving.moved();
    return moves
        .catalog()
        .files()
        .replace(moving, moved)
        .thenCompose(
            switched -> {
              if (switched) {
                CrashPoint.reached("move.switched");
                return removeOld(moved);
              }
              return again(attempts, now -> switchHome(now, attempts - 1));
            });
  }

  /** The file has moved, whatever becomes of its old copy now. */
  private CompletionStage<MoveOutcome> removeOld(FileRecord moved) {
    return moves
        .settlement()
        .tidy(moved)
        .handle(
            (tidied, failure) -> {
              if (failure != null) {
                stopped(failure);
              }
              return MoveOutcome.MOVED;
            });
  }

  private CompletionStage<MoveOutcome> giveUp(FileRecord moving, Throwable why, int attempts) {
    MoveOutcome outcome = why instanceof MoveException e ? e.outcome() : MoveOutcome.STOPPED;
    LOG.log(
        Level.DEBUG, "''{0}'' stays on node {1}: {2}", file.name(), file.node(), why.getMessage());
    return moves
        .settlement()
        .cancelMove(moving)
        .thenCompose(
            cancelled ->
                cancelled
                    ? CompletableFuture.completedStage(outcome)
                    : again(attempts, now -> giveUp(now, why, attempts - 1)));
  }

  private interface Step {
    CompletionStage<MoveOutcome> go(FileRecord record);
  }

  /**
   * Somebody else has changed the record. Goes on when the move still stands; when it does not, who
   * ended it removes what there is of the target.
   */
  private CompletionStage<MoveOutcome> again(int attempts, Step step) {
    return moves
        .catalog()
        .files()
        .find(file.name())
        .thenCompose(
            found -> {
              Optional<FileRecord> standing = found.filter(this::stillMoving);
              if (standing.isEmpty()) {
                return CompletableFuture.completedStage(MoveOutcome.OVERTAKEN);
              }
              return attempts > 1
                  ? step.go(standing.get())
                  : CompletableFuture.failedStage(
                      new CatalogException("the record keeps changing: " + file.name()));
            });
  }

  private boolean stillMoving(FileRecord now) {
    return now.state() == FileState.LIVE
        && now.fileId().equals(file.fileId())
        && now.move().filter(m -> m.target().equals(target) && !m.cancelled()).isPresent();
  }
}

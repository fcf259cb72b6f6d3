package io.github.dfserver.manager.file;

import io.github.dfserver.journal.CrashPoint;
import io.github.dfserver.manager.balance.Placement;
import io.github.dfserver.manager.balance.Placement.Reservation;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.copy.Settlement;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.EventGroup;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.NodeUnavailableException;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.tracing.TracedCatalog;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Creates files, in the order that keeps them safe: the name is taken (PENDING), the copy is made
 * durable on its node, the record becomes LIVE, and only then is the client told. What fails in
 * between is abandoned.
 */
@ApplicationScoped
public class UploadService {
  @Inject private TracedCatalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private Placement placement;
  @Inject private UploadStreams streams;
  @Inject private Restorations restorations;
  @Inject private Settlement settlement;
  @Inject private ManagerIdentity identity;
  @Inject private Events events;

  /**
   * Stores a small file, whole in memory.
   *
   * @param content must not change any more
   * @return the LIVE record; exceptionally a {@link ProblemException}
   */
  CompletionStage<FileRecord> upload(UploadRequest request, ByteBuffer content) {
    Sha256 sha256 = Sha256.of(content);
    if (request.promised().filter(promised -> !promised.equals(sha256)).isPresent()) {
      return CompletableFuture.failedFuture(
          new ProblemException(ContentDigest.mismatch(request.promised().get(), sha256)));
    }
    return upload(
        request,
        content.remaining(),
        Optional.of(new FileContent(content.remaining(), sha256)),
        new Refusals(),
        record -> storeWhole(record, content, request.origin()));
  }

  /**
   * Stores a file that is still arriving.
   *
   * @return the LIVE record; exceptionally a {@link ProblemException}
   */
  CompletionStage<FileRecord> upload(UploadRequest request, ContentSource source) {
    return upload(
        request,
        Math.max(0, source.length()),
        Optional.empty(),
        new Refusals(),
        record -> streams.store(record, request, source));
  }

  /** Makes the copy that a record tells of, durably. */
  private interface Storing {
    CompletionStage<StoredUpload> store(FileRecord begun);
  }

  private CompletionStage<FileRecord> upload(
      UploadRequest request,
      long size,
      Optional<FileContent> content,
      Refusals refused,
      Storing storing) {
    Reservation place;
    try {
      place = placement.reserve(size, refused.nodes());
    } catch (ProblemException e) {
      return CompletableFuture.failedFuture(refused.explain(e));
    }
    Instant now = Instant.now();
    FileRecord pending =
        FileRecord.pending(
            request.name().value(),
            request.contentType(),
            content,
            place.node(),
            now,
            identity.managerId(),
            settlement.lease());
    CompletionStage<FileRecord> live =
        catalog
            .files(request.origin())
            .create(pending)
            .thenCompose(
                existing -> {
                  if (existing.isPresent()) {
                    return restorations.begin(existing.get(), place.node(), request, content);
                  }
                  CrashPoint.reached("upload.pending");
                  return CompletableFuture.completedStage(pending);
                })
            .thenCompose(storing::store)
            .thenCompose(stored -> makeLive(stored, request.origin()));
    return live.handle(
            (file, failure) -> {
              if (failure == null) {
                placement.done(place, file.content().orElseThrow().size());
                return CompletableFuture.completedStage(file);
              }
              placement.undone(place);
              if (Failure.cause(failure) instanceof RefusedByNodeException refusal) {
                refused.add(place.node(), refusal.full());
                return upload(request, size, content, refused, storing);
              }
              return CompletableFuture.<FileRecord>failedStage(Failure.cause(failure));
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<StoredUpload> storeWhole(
      FileRecord begun, ByteBuffer content, RequestOrigin origin) {
    FileContent whole = begun.content().orElseThrow();
    Optional<NodeLink> channel = registry.channel(begun.making().node(), Optional.of(origin));
    CompletableFuture<Stored> stored =
        channel.isEmpty()
            ? CompletableFuture.failedFuture(NodeUnavailableException.notConnected())
            : channel
                .get()
                .ask(Stored.class, id -> new UploadFile(id, begun.copyInTheMaking(whole), content));
    return stored
        .handle(
            (answer, failure) ->
                failure == null
                    ? CompletableFuture.completedStage(new StoredUpload(begun, whole))
                    : this.<StoredUpload>giveUp(begun, origin, Failure.cause(failure)))
        .thenCompose(stage -> stage);
  }

  /** Abandons an upload and says what that means: another node may be tried, or the end. */
  private <T> CompletionStage<T> giveUp(FileRecord begun, RequestOrigin origin, Throwable failure) {
    NodeFailures.log(origin, begun.making().node(), begun.name(), failure);
    boolean reached =
        !(failure instanceof NodeUnavailableException unavailable) || unavailable.sent();
    return settlement
        .giveUp(begun, reached, origin)
        .thenApply(
            removed -> {
              throw removed && mayTryAnother(failure)
                  ? RefusedByNodeException.after(failure)
                  : new ProblemException(outcome(removed, failure));
            });
  }

  private static boolean mayTryAnother(Throwable failure) {
    return failure instanceof NodeUnavailableException
        || (failure instanceof CommandFailedException failed
            && (failed.code() == FailureCode.NO_SPACE
                || failed.code() == FailureCode.BUSY
                || failed.code() == FailureCode.STORE_FAILED));
  }

  /** What a client is told whose upload a node did not finish. */
  static Problem outcome(boolean removed, Throwable failure) {
    if (failure instanceof ProblemException e) {
      return e.problem();
    }
    if (removed
        && failure instanceof CommandFailedException failed
        && failed.code() == FailureCode.NO_SPACE) {
      return Problem.insufficientStorage("The storage node ran out of room during the upload.");
    }
    return removed
        ? Problem.serversUnavailable("The storage node failed during the upload; try again.")
        : Problem.outcomeUnknown("The storage node went away during the upload; try again.");
  }

  private CompletionStage<FileRecord> makeLive(StoredUpload stored, RequestOrigin origin) {
    FileRecord begun = stored.begun();
    FileRecord live = begun.isLive() ? begun.moved() : begun.live(stored.content());
    CrashPoint.reached("upload.stored");
    return catalog
        .files(origin)
        .replace(begun, live)
        .thenApply(
            replaced -> {
              if (!replaced) {
                // Another manager's sweeper took it for abandoned; it removes the copy.
                throw new ProblemException(
                    Problem.outcomeUnknown("The upload took too long and was given up."));
              }
              CrashPoint.reached("upload.live");
              restorations.ended(live);
              events.publish(EventGroup.FILES, "created", () -> created(live));
              return live;
            });
  }

  private static Event created(FileRecord file) {
    return Event.named("file-created")
        .with("filename", file.name())
        .with("size", file.content().orElseThrow().size())
        .with("node", file.node());
  }
}

package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.ErrorCode;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.node.CommandFailedException;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.NodeTransfers;
import io.github.dfserver.manager.node.NodeUnavailableException;
import io.github.dfserver.manager.reconcile.Suspicions;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.tracing.TracedCatalog;
import io.github.dfserver.manager.transfer.Base64Source;
import io.github.dfserver.manager.transfer.BytesSource;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Pipe;
import io.github.dfserver.manager.transfer.RequestBody;
import io.github.dfserver.manager.transfer.ResponseBody;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import io.github.dfserver.manager.transfer.TransferMetrics;
import io.github.dfserver.manager.transfer.TransferMetrics.Kind;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Sends the bytes of files: few of them out of the node's answer, more of them piped from a request
 * that the node opens. The client's headers are set only when the node has the bytes.
 */
@ApplicationScoped
public class DownloadService {
  /** How many moves of a file, one right after the other, a download follows. */
  private static final int LOOKS = 10;

  @Inject private TracedCatalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private NodeTransfers transfers;
  @Inject private TransferMetrics metrics;
  @Inject private ManagerConfiguration configuration;
  @Inject private Workers workers;
  @Inject private Suspicions suspicions;

  /** A range of a file, opened at its node. */
  private record Opened(ContentSource source, Runnable finished) {}

  /** What is wanted, and by whom. */
  private record Wanted(ByteRange range, RequestOrigin origin) {
    static Wanted by(Exchange exchange, ByteRange range) {
      return new Wanted(range, RequestOrigin.of(exchange.request()));
    }
  }

  /**
   * Answers with a range of a file.
   *
   * @param headers sets the status and headers of the answer
   * @return exceptionally a {@link ProblemException}, when nothing was answered yet
   */
  CompletionStage<Void> send(
      Exchange exchange, FileRecord file, ByteRange range, Runnable headers) {
    return open(file, Wanted.by(exchange, range), LOOKS)
        .thenAccept(
            opened -> {
              headers.run();
              pipe(exchange, opened, opened.source);
            });
  }

  /** Answers with {@code {"data": "<base64>"}}. */
  CompletionStage<Void> sendBase64(Exchange exchange, FileRecord file) {
    ByteRange whole = ByteRange.whole(file.content().orElseThrow().size());
    if (exchange.request().getMethod().equals("HEAD")) {
      exchange.response().setContentType("application/json");
      exchange.finishOnce();
      return CompletableFuture.completedStage(null);
    }
    return open(file, Wanted.by(exchange, whole), LOOKS)
        .thenAccept(
            opened -> {
              Base64Source json = new Base64Source("{\"data\": \"", opened.source, "\"}");
              exchange.response().setContentType("application/json");
              ResponseBody.announceLength(exchange.response(), json.length());
              pipe(exchange, opened, json);
            });
  }

  private void pipe(Exchange exchange, Opened opened, ContentSource source) {
    if (opened.source instanceof BytesSource && source == opened.source) {
      exchange.body((BytesSource) source);
      return;
    }
    // A node that fails half-way can only be told by a connection that ends too early.
    exchange.response().setHeader("Connection", "close");
    Pipe pipe;
    try {
      pipe = exchange.pipe(source, workers);
    } catch (IOException | IllegalStateException e) {
      opened.finished.run();
      throw new CompletionException(e);
    }
    pipe.start()
        .whenComplete(
            (count, failure) -> {
              opened.finished.run();
              exchange.piped(failure);
            });
  }

  /**
   * Opens a range at the file's node; when the file has moved meanwhile, at its next one.
   *
   * @param looks how often its record may be looked up again
   */
  private CompletionStage<Opened> open(FileRecord file, Wanted wanted, int looks) {
    ByteRange range = wanted.range;
    Optional<NodeLink> channel = registry.channel(file.node(), Optional.of(wanted.origin));
    if (channel.isEmpty()) {
      return moved(file, wanted, looks, Problem.fileUnavailable(file.name(), file.node()));
    }
    CompletionStage<Opened> opened =
        range.length() <= configuration.inlineLimit()
            ? openInline(channel.get(), file, range)
            : openTransfer(channel.get(), file, range);
    return opened
        .handle(
            (open, failure) ->
                failure == null
                    ? CompletableFuture.completedStage(open)
                    : retryOrFail(file, wanted, looks, failure)
                        .whenComplete(
                            (again, end) -> {
                              if (end != null) {
                                NodeFailures.log(wanted.origin, file.node(), file.name(), failure);
                              }
                            }))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Opened> openInline(NodeLink channel, FileRecord file, ByteRange range) {
    if (range.length() == 0) {
      return CompletableFuture.completedStage(
          new Opened(new BytesSource(ByteBuffer.allocate(0)), () -> {}));
    }
    return channel
        .ask(
            Content.class,
            id -> new DownloadFile(id, file.copyId(), range.offset(), (int) range.length()))
        .thenApply(
            answer -> {
              ByteBuffer content = answer.content();
              if (content.remaining() != range.length()) {
                throw new CommandFailedException(
                    FailureCode.DAMAGED, "the node sent another length than was asked for");
              }
              return new Opened(new BytesSource(content), () -> {});
            });
  }

  private CompletionStage<Opened> openTransfer(NodeLink channel, FileRecord file, ByteRange range) {
    Offer offer = transfers.offer(Direction.FROM_NODE, file.node());
    CompletionStage<Sent> sent =
        channel.askForTransfer(
            Sent.class,
            id ->
                new SendFile(
                    id,
                    file.copyId(),
                    range.offset(),
                    range.length(),
                    offer.token(),
                    transfers.url()));
    sent.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            transfers.withdraw(offer);
            offer.taken().completeExceptionally(failure);
          }
        });
    return offer
        .taken()
        .thenApply(
            context -> {
              try {
                return opened(context, range);
              } catch (IOException e) {
                context.complete();
                throw new CompletionException(e);
              }
            });
  }

  private Opened opened(AsyncContext node, ByteRange range) throws IOException {
    RequestBody body = new RequestBody((HttpServletRequest) node.getRequest());
    if (body.length() != range.length()) {
      throw new IOException("a node offers " + body.length() + " of " + range.length() + " bytes");
    }
    metrics.began(Kind.DOWNLOAD);
    return new Opened(
        body,
        () -> {
          metrics.ended(Kind.DOWNLOAD);
          HttpServletResponse response = (HttpServletResponse) node.getResponse();
          response.setStatus(body.consumed() ? HttpServletResponse.SC_NO_CONTENT : 410);
          if (!body.consumed()) {
            response.setHeader("Connection", "close");
          }
          node.complete();
        });
  }

  /** A file that has just been moved or deleted is looked up again; anything else is the end. */
  private CompletionStage<Opened> retryOrFail(
      FileRecord file, Wanted wanted, int looks, Throwable failure) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof NodeUnavailableException) {
      return moved(file, wanted, looks, Problem.fileUnavailable(file.name(), file.node()));
    }
    if (!(cause instanceof CommandFailedException failed)) {
      return CompletableFuture.failedStage(cause);
    }
    return switch (failed.code()) {
      case NOT_FOUND, DAMAGED ->
          moved(file, wanted, looks, Problem.fileDamaged(file.name(), file.node()));
      case BUSY ->
          CompletableFuture.failedStage(
              new ProblemException(Problem.fileUnavailable(file.name(), file.node())));
      default ->
          CompletableFuture.failedStage(
              new ProblemException(
                  Problem.internalError("Node " + file.node() + " could not send the file.")));
    };
  }

  /** Opens the file where it is now, or fails if that is where it was. */
  private CompletionStage<Opened> moved(
      FileRecord file, Wanted wanted, int looks, Problem otherwise) {
    return catalog
        .files(wanted.origin)
        .find(file.name())
        .thenCompose(
            found -> {
              FileRecord now =
                  found
                      .filter(r -> r.state() == FileState.LIVE && r.fileId().equals(file.fileId()))
                      .orElseThrow(
                          () -> new ProblemException(Problem.fileDoesNotExist(file.name())));
              if (looks > 0 && !now.copyId().equals(file.copyId())) {
                return open(now, wanted, looks - 1);
              }
              if (otherwise.code() == ErrorCode.FILE_DAMAGED) {
                suspicions.unreadable(now);
              }
              throw new ProblemException(otherwise);
            });
  }
}

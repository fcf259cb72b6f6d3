package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.ByteRange.Asked;
import io.github.dfserver.manager.request.Query;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.tracing.TracedCatalog;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.ResponseBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET} and {@code HEAD /file/{name}}: conditions, ranges and headers (RFC 9110). */
@ApplicationScoped
public class DownloadRequests {
  @Inject private TracedCatalog catalog;
  @Inject private DownloadService downloads;

  void get(Exchange exchange, FileName name) {
    boolean base64 = base64(exchange.request());
    boolean saved = "attachment".equals(disposition(exchange.request()));
    Optional<UUID> required = RequiredFile.of(exchange.request());
    find(name, required, RequestOrigin.of(exchange.request()))
        .thenCompose(
            file -> base64 ? downloads.sendBase64(exchange, file) : answer(exchange, file, saved))
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                exchange.failed(failure);
              }
            });
  }

  private static boolean base64(HttpServletRequest request) {
    String encoding = Query.parameter(request, "encoding");
    if (encoding != null && !encoding.equals("base64")) {
      throw new ProblemException(
          Problem.invalidRequest("'encoding' can be 'base64', or be left out."));
    }
    return encoding != null;
  }

  private static String disposition(HttpServletRequest request) {
    String disposition = Query.parameter(request, "disposition");
    if (disposition != null && !disposition.equals("inline") && !disposition.equals("attachment")) {
      throw new ProblemException(
          Problem.invalidRequest("'disposition' can be 'inline' or 'attachment', or be left out."));
    }
    return disposition;
  }

  private CompletionStage<FileRecord> find(
      FileName name, Optional<UUID> required, RequestOrigin origin) {
    return catalog
        .files(origin)
        .find(name.value())
        .thenApply(
            found -> {
              FileRecord file =
                  found
                      .filter(record -> record.state() == FileState.LIVE)
                      .filter(record -> required.map(record.fileId()::equals).orElse(true))
                      .orElseThrow(
                          () -> new ProblemException(Problem.fileDoesNotExist(name.value())));
              if (file.health() != Health.INTACT) {
                throw new ProblemException(Problem.fileDamaged(file.name(), file.node()));
              }
              return file;
            });
  }

  private CompletionStage<Void> answer(Exchange exchange, FileRecord file, boolean saved) {
    HttpServletRequest request = exchange.request();
    HttpServletResponse response = exchange.response();
    if (RequiredFile.of(request).isPresent()) {
      // No cache may have it for longer than the link is good.
      response.setHeader("Cache-Control", "private, no-cache");
    }
    FileContent content = file.content().orElseThrow();
    String entityTag = "\"" + content.sha256().hex() + "\"";
    Preconditions conditions = new Preconditions(request, entityTag, file.createdAt());
    switch (conditions.evaluate()) {
      case FAILED ->
          throw new ProblemException(
              Problem.invalidRequest(412, "The file is not the one that the conditions ask for."));
      case NOT_MODIFIED -> {
        validators(response, file, entityTag);
        exchange.answer(HttpServletResponse.SC_NOT_MODIFIED);
        return CompletableFuture.completedStage(null);
      }
      default -> {}
    }
    boolean head = request.getMethod().equals("HEAD");
    String header = head || !conditions.rangeApplies() ? null : request.getHeader("Range");
    Asked asked = ByteRange.parse(header, content.size());
    if (asked.kind() == ByteRange.Kind.UNSATISFIABLE) {
      throw new ProblemException(
          Problem.invalidRequest(416, "The file has " + content.size() + " bytes.")
              .withHeader("Content-Range", "bytes */" + content.size()));
    }
    ByteRange range = asked.part().orElse(ByteRange.whole(content.size()));
    Optional<String> contentRange = asked.part().map(part -> part.contentRange(content.size()));
    Runnable headers =
        () -> {
          response.setStatus(
              contentRange.isPresent()
                  ? HttpServletResponse.SC_PARTIAL_CONTENT
                  : HttpServletResponse.SC_OK);
          validators(response, file, entityTag);
          contentRange.ifPresent(value -> response.setHeader("Content-Range", value));
          response.setHeader("Content-Type", file.contentType());
          Presentation.set(response, new FileName(file.name()), file.contentType(), saved);
          ResponseBody.announceLength(response, range.length());
        };
    if (head) {
      headers.run();
      exchange.finishOnce();
      return CompletableFuture.completedStage(null);
    }
    return downloads.send(exchange, file, range, headers);
  }

  private static void validators(HttpServletResponse response, FileRecord file, String entityTag) {
    response.setHeader("ETag", entityTag);
    response.setHeader("Last-Modified", Preconditions.httpDate(file.createdAt()));
    response.setHeader("Accept-Ranges", "bytes");
  }
}

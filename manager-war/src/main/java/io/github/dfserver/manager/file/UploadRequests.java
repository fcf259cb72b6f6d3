package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.Spools.DecodedFile;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.request.RequestOutcome;
import io.github.dfserver.manager.request.RequestOutcome.Stored;
import io.github.dfserver.manager.transfer.BodyCollector;
import io.github.dfserver.manager.transfer.BodyCollector.Collected;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.PrefixedSource;
import io.github.dfserver.manager.transfer.RequestBody;
import io.github.dfserver.manager.transfer.StallWatch;
import io.github.dfserver.manager.transfer.StalledException;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The requests that create files: {@code PUT /file/{name}} and the forms of {@code POST /file}. */
@ApplicationScoped
public class UploadRequests {
  @Inject private UploadService uploads;
  @Inject private Spools spools;
  @Inject private StallWatch stallWatch;
  @Inject private ManagerConfiguration configuration;
  @Inject private Workers workers;

  /** {@code PUT /file/{name}}: the body is the file. */
  void put(Exchange exchange, FileName name) throws IOException {
    HttpServletRequest http = exchange.request();
    if (http.getHeader("Content-Range") != null) {
      throw new ProblemException(
          Problem.invalidRequest("A file is created whole; Content-Range is not allowed."));
    }
    UploadRequest request =
        new UploadRequest(
            name,
            MediaTypes.of(http.getHeader("Content-Type"), name),
            ContentDigest.sha256(http.getHeader("Content-Digest")),
            RequestOrigin.of(http));
    RequestBody body = new RequestBody(http);
    if (body.length() > configuration.maxFileSize()) {
      refuse(exchange, Problem.fileTooLarge("dfs.max-file-size", configuration.maxFileSize()));
      return;
    }
    byte[] here = body.alreadyHere(configuration.inlineLimit());
    answer(
        exchange,
        body,
        here != null ? uploads.upload(request, ByteBuffer.wrap(here)) : upload(request, body));
  }

  /** {@code POST /file}: the body is a form or JSON. */
  void post(Exchange exchange) throws IOException {
    HttpServletRequest http = exchange.request();
    String sent = http.getContentType();
    String type = MediaTypes.essence(sent);
    RequestBody body = new RequestBody(http);
    switch (type) {
      case "multipart/form-data" -> answer(exchange, body, multipart(body, sent));
      case "application/json", "application/x-www-form-urlencoded" ->
          answer(exchange, body, encoded(body, type.endsWith("json")));
      default ->
          refuse(
              exchange,
              Problem.invalidRequest(
                  415,
                  "POST /file takes multipart/form-data, application/x-www-form-urlencoded or"
                      + " application/json; a raw body goes to PUT /file/{filename}."));
    }
  }

  /** Sends a small body whole, and lets a longer one stream. */
  private CompletionStage<FileRecord> upload(UploadRequest request, ContentSource unlimited) {
    ContentSource source = new LimitedSource(unlimited, configuration.maxFileSize());
    if (source.length() > configuration.inlineLimit()) {
      return uploads.upload(request, source);
    }
    BodyCollector collector = new BodyCollector(source, configuration.inlineLimit());
    stallWatch.watch(collector, collector::cancel);
    return collector
        .collect()
        .whenComplete((read, failure) -> stallWatch.forget(collector))
        .thenCompose(
            (Collected read) ->
                read.whole()
                    ? uploads.upload(request, read.bytes())
                    : uploads.upload(request, new PrefixedSource(read.bytes(), source)));
  }

  private CompletionStage<FileRecord> multipart(RequestBody body, String contentType) {
    HttpServletRequest http = body.request();
    MultipartForm form = new MultipartForm(body, MultipartForm.boundary(contentType));
    stallWatch.watch(form, form::cancel);
    return form.filePart()
        .whenComplete((part, failure) -> stallWatch.forget(form))
        .thenCompose(
            part ->
                part.raw()
                    ? upload(named(http, part.name(), part.contentType()), part.content())
                    : spools
                        .collect(part.content(), spools.base64Limit())
                        .thenCompose(spool -> decoded(spool, Base64Body.text(part.name()), http)));
  }

  /** An upload whose name is in its body. */
  private static UploadRequest named(HttpServletRequest http, FileName name, String contentType) {
    RequestOutcome.of(http).target(name.value());
    return new UploadRequest(
        name, MediaTypes.of(contentType, name), Optional.empty(), RequestOrigin.of(http));
  }

  private CompletionStage<FileRecord> encoded(RequestBody body, boolean json) {
    return spools
        .collect(body, spools.base64Limit() + Spools.FORM_OVERHEAD)
        .thenCompose(
            spool -> decoded(spool, json ? Base64Body.json() : Base64Body.form(), body.request()));
  }

  /** Decodes what was spooled, and uploads that. */
  private CompletionStage<FileRecord> decoded(
      Spool spool, Base64Body parser, HttpServletRequest http) {
    CompletableFuture<DecodedFile> parsed = new CompletableFuture<>();
    workers
        .blocking()
        .execute(
            () -> {
              try (spool) {
                parsed.complete(spools.decode(spool, parser));
              } catch (IOException | RuntimeException e) {
                parsed.completeExceptionally(e);
              }
            });
    return parsed.thenCompose(
        file ->
            upload(named(http, file.name(), null), file.content().source())
                .whenComplete((record, failure) -> file.content().close()));
  }

  private static void answer(
      Exchange exchange, RequestBody body, CompletionStage<FileRecord> upload) {
    upload.whenComplete(
        (file, failure) -> {
          if (!body.consumed()) {
            // What is left of the body would be taken for the next request.
            exchange.response().setHeader("Connection", "close");
          }
          if (failure != null) {
            exchange.problem(problemOf(failure, RequestOrigin.of(exchange.request())));
          } else {
            RequestOutcome outcome = RequestOutcome.of(exchange.request());
            FileContent content = file.content().orElseThrow();
            outcome.stored(new Stored(content.size(), content.sha256().hex()));
            exchange.response().setHeader("Location", location(exchange.request(), file.name()));
            exchange.answer(201, "application/json", FileJson.file(file));
          }
        });
  }

  private static Problem problemOf(Throwable failure, RequestOrigin origin) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof BodyRefusedException refused) {
      return refused.problem();
    }
    if (cause instanceof StalledException) {
      return Problem.invalidRequest(408, "The upload stalled: " + cause.getMessage());
    }
    if (cause instanceof IOException) {
      return Problem.invalidRequest("The body is incomplete: " + cause.getMessage());
    }
    return ProblemException.problemOf(cause, origin);
  }

  private static void refuse(Exchange exchange, Problem problem) {
    exchange.response().setHeader("Connection", "close");
    exchange.problem(problem);
  }

  private static String location(HttpServletRequest request, String name) {
    StringBuffer url = request.getRequestURL();
    String root =
        url.substring(0, url.length() - request.getRequestURI().length())
            + request.getContextPath();
    return root + "/file/" + PathEncoding.encode(name);
  }
}

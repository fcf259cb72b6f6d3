package io.github.dfserver.client;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DfsException;
import io.github.dfserver.client.error.ProblemException;
import io.github.dfserver.client.error.TransferCancelledException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The managers that a client talks to. Requests go to one of them until it does not answer or says
 * that it cannot serve; then to the next. For any number of threads.
 */
final class Managers implements AutoCloseable {
  /** Bodies of this many bytes are sent after the manager has said that it wants them. */
  private static final long EXPECT_FROM = 64 * 1024;

  /** Makes something of an answer. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  /** When a request may be sent again. */
  enum Repeat {
    /** It changes nothing, or the same again. */
    ALWAYS,
    /** Only when the manager said that nothing has happened. */
    WHEN_REFUSED
  }

  private final Client client;
  private final List<URI> urls;
  private final Supplier<String> authorization;
  private final RetryPolicy retries;
  private final AtomicInteger current = new AtomicInteger();
  private volatile boolean closed;

  Managers(Client client, List<URI> urls, Supplier<String> authorization, RetryPolicy retries) {
    this.client = client;
    this.urls = urls;
    this.authorization = authorization;
    this.retries = retries;
  }

  Attempts attempts(Cancellation cancellation) {
    return new Attempts(retries, cancellation);
  }

  /** Sends a request, again where that is safe, and reads the answer. */
  <T> T ask(Request request, Repeat repeat, Reader<T> reader) {
    return ask(request, repeat, new Cancellation(), reader);
  }

  <T> T ask(Request request, Repeat repeat, Cancellation cancellation, Reader<T> reader) {
    Attempts attempts = attempts(cancellation);
    while (true) {
      DfsException failure;
      try (Response response = once(request, cancellation)) {
        return reader.read(response);
      } catch (IOException | ProcessingException e) {
        failure = new ConnectionException("The answer broke off: " + reason(e) + ".", e);
      } catch (ConnectionException | ProblemException e) {
        failure = e;
      }
      boolean safe =
          failure instanceof ProblemException problem
              ? repeat == Repeat.ALWAYS ? problem.passing() : problem.refusedForNow()
              : repeat == Repeat.ALWAYS;
      if (!safe) {
        throw failure;
      }
      attempts.failed(failure);
    }
  }

  static JsonObject json(Response response) throws IOException {
    try (InputStream stream = response.readEntity(InputStream.class)) {
      JsonObject object = JsonObject.read(stream);
      stream.transferTo(OutputStream.nullOutputStream()); // so that the connection is kept
      return object;
    }
  }

  /**
   * Sends a request, once.
   *
   * @return an answer of 2xx, which the caller closes
   * @throws ProblemException any other answer
   * @throws ConnectionException no answer
   * @throws TransferCancelledException called off
   * @throws IllegalStateException the client was closed
   */
  Response once(Request request, Cancellation cancellation) {
    cancellation.check();
    if (closed) {
      throw new IllegalStateException("This client was closed.");
    }
    int index = current.get();
    URI url = urls.get(index);
    Response response;
    try {
      response = invocation(request, url).invoke();
    } catch (ProcessingException | IllegalStateException e) {
      if (cancellation.isCancelled()) {
        throw new TransferCancelledException(e);
      }
      if (request.body() != null && request.body().failure() != null) {
        throw request.body().failure();
      }
      turnFrom(index);
      throw new ConnectionException("No answer from " + url + ": " + reason(e) + ".", e);
    }
    if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
      return response;
    }
    try (response) {
      ProblemException problem = Problems.of(request, response);
      if (problem.passing()) {
        turnFrom(index);
      }
      throw problem;
    }
  }

  private void turnFrom(int index) {
    current.compareAndSet(index, (index + 1) % urls.size());
  }

  private Invocation invocation(Request request, URI url) {
    Invocation.Builder builder = client.target(URI.create(url + request.path())).request("*/*");
    request.headers().forEach(builder::header);
    String credentials = authorization.get();
    if (credentials != null) {
      builder.header(HttpHeaders.AUTHORIZATION, credentials);
    }
    UploadBody body = request.body();
    if (body == null) {
      return builder.build(request.method());
    }
    if (body.length() < 0 || body.length() >= EXPECT_FROM) {
      builder.header("Expect", "100-continue");
    }
    MediaType type = mediaType(body.type(), request.path());
    return builder.build(request.method(), Entity.entity(body, type));
  }

  /** Guessed where none is given and something has to be sent. */
  private static MediaType mediaType(String given, String path) {
    String type = given == null ? URLConnection.guessContentTypeFromName(path) : given;
    return type == null ? MediaType.APPLICATION_OCTET_STREAM_TYPE : MediaType.valueOf(type);
  }

  static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }
}

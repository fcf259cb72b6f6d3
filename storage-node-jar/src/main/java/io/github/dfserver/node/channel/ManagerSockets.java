package io.github.dfserver.node.channel;

import io.github.dfserver.node.credentials.Credentials;
import io.github.dfserver.protocol.Limits;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;
import org.glassfish.tyrus.core.HandshakeException;

/**
 * Opens WebSockets with Tyrus, for all channels of a node. Each has two threads of its own, a
 * selector and a worker that calls its receiver, which end with it. Safe for any thread.
 */
public final class ManagerSockets {
  /**
   * Tyrus keeps what it has read of a frame, with all that one read brings behind it, which is the
   * socket's receive buffer at most. A frame that does not fit ends the connection.
   */
  private static final int INCOMING_BYTES = 4 * Limits.MAX_MESSAGE_BYTES;

  private static final Duration INQUIRY = Duration.ofSeconds(3);

  /** What a server or a proxy answers before there is a manager behind it. */
  private static final Set<Integer> ABSENT = Set.of(404, 500, 502, 503, 504);

  /** Finds out, within a limit, what an operator has to do that a manager answers. */
  @FunctionalInterface
  public interface Inquiry {
    /** Waits for the limit at most; empty when nobody knows. */
    Optional<String> why(URI uri, Duration limit) throws InterruptedException;
  }

  private final ThreadFactory threads;
  private final Inquiry inquiry;
  private final Credentials credentials;
  private final Duration limit;
  private final ClientManager client = ClientManager.createClient();

  /**
   * Begins with no connection.
   *
   * @param threads makes one for each attempt to connect
   * @param credentials what managers are shown and who is trusted to be one; asked for each attempt
   * @param inquiry is asked about a manager that does not answer
   */
  public ManagerSockets(ThreadFactory threads, Credentials credentials, Inquiry inquiry) {
    this(threads, credentials, inquiry, Duration.ofSeconds(10));
  }

  /** {@code limit} is how long an attempt may take. */
  ManagerSockets(ThreadFactory threads, Credentials credentials, Inquiry inquiry, Duration limit) {
    this.threads = threads;
    this.inquiry = inquiry;
    this.credentials = credentials;
    this.limit = limit;
    client.setDefaultMaxSessionIdleTimeout(-1); // no timer: the channel notices silence
    client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, (int) limit.toMillis());
    client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BYTES);
    client
        .getProperties()
        .put(
            GrizzlyClientProperties.WORKER_THREAD_POOL_CONFIG,
            ThreadPoolConfig.defaultConfig()
                .setPoolName("websocket")
                .setDaemon(true)
                .setCorePoolSize(1)
                .setMaxPoolSize(1));
  }

  /**
   * Opens a WebSocket; what comes over it goes to {@code receiver} from then on.
   *
   * @throws ManagerAbsentException when no manager answers there
   * @throws IOException with what is wrong, in words, when it cannot be opened
   */
  ManagerSocket open(URI uri, ManagerSocket.Receiver receiver)
      throws IOException, InterruptedException {
    ManagerSocket socket = new ManagerSocket(receiver);
    CompletableFuture<Void> opening = new CompletableFuture<>();
    threads.newThread(() -> connect(socket, uri, opening)).start();
    try {
      opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (socket.giveUp()) {
        throw new IOException(silence(uri), e); // Tyrus itself gives up within 40 s
      }
    } catch (ExecutionException e) {
      throw failure(e);
    }
    return socket;
  }

  /**
   * Waits on a thread of the caller. Asked to connect on a thread of its own, Tyrus may refuse,
   * since it stops and starts them with its last and first connection.
   */
  private void connect(ManagerSocket socket, URI uri, CompletableFuture<Void> opening) {
    try {
      ClientEndpointConfig configuration =
          ClientEndpointConfig.Builder.create()
              .configurator(new Authorizing(credentials.authorization()))
              .sslContext(credentials.tls())
              .build();
      client.connectToServer(socket, configuration, uri);
      opening.complete(null);
    } catch (DeploymentException | IOException | RuntimeException e) {
      opening.completeExceptionally(e);
    }
  }

  /** Tyrus does not tell what comes instead of an answer, an alert of TLS for instance. */
  private String silence(URI uri) throws InterruptedException {
    URI asked = URI.create("http" + uri.toString().substring("ws".length()));
    String silence =
        uri.getScheme().equals("ws")
            ? "it does not answer; if it speaks TLS, begin its URL with https://"
            : "it does not answer";
    return inquiry.why(asked, INQUIRY).orElse(silence);
  }

  private IOException failure(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof HandshakeException)) {
      cause = cause.getCause();
    }
    Optional<String> known =
        cause instanceof HandshakeException refused
            ? credentials.explain(refused.getHttpStatusCode())
            : Optional.empty();
    Optional<String> explained = known.or(() -> credentials.explain(failure));
    if (explained.isPresent()) {
      return new IOException(explained.get(), failure);
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return isAbsence(cause)
        ? new ManagerAbsentException(message, failure)
        : new IOException(message, failure);
  }

  private static boolean isAbsence(Throwable cause) {
    return cause instanceof HandshakeException answer
        ? ABSENT.contains(answer.getHttpStatusCode())
        : cause instanceof ConnectException;
  }

  /** Adds the header {@code Authorization} to a handshake. */
  private static final class Authorizing extends ClientEndpointConfig.Configurator {
    private final Optional<String> authorization;

    Authorizing(Optional<String> authorization) {
      this.authorization = authorization;
    }

    @Override
    public void beforeRequest(Map<String, List<String>> headers) {
      authorization.ifPresent(value -> headers.put("Authorization", List.of(value)));
    }
  }
}

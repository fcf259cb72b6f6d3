package io.github.dfserver.manager.node;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.ProtocolException;
import io.github.dfserver.tls.TlsFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLHandshakeException;

/**
 * How managers ask each other to give a command to a node: {@code POST {url}relay/1/{manager}/
 * {node}} with the command's frame as body, answered with the frame of the node's answer. The
 * number is the version of all this.
 */
final class RelayRequests {
  private static final Logger LOG = System.getLogger(RelayRequests.class.getName());

  /** The path below the base URL, before manager and node. */
  static final String PATH = "/relay/1";

  /** The type of both bodies. */
  static final String FRAME = "application/octet-stream";

  /** A header: milliseconds that the node may take; none for a transfer. */
  static final String ALLOWED = "Dfs-Allowed-Millis";

  /** The node is not connected there, or that is another manager: nothing was sent. */
  static final int NOT_CONNECTED = 404;

  /** The secret is another one: nothing was sent. */
  static final int FORBIDDEN = 403;

  /** Too much waits there, or that manager's own announcement has run out: nothing was sent. */
  static final int NOT_NOW = 503;

  /** The command was sent and the node did not answer. */
  static final int NO_ANSWER = 504;

  private RelayRequests() {}

  static URI uri(String url, UUID manager, String node) {
    return URI.create(url).resolve("." + PATH + "/" + manager + "/" + node);
  }

  /**
   * Names the client's request that the command serves, as clients do. A manager that knows nothing
   * of that leaves it out.
   */
  static void name(RequestOrigin origin, HttpRequest.Builder request) {
    request.header(RequestOrigin.HEADER, origin.requestId());
    origin.traceparent().ifPresent(trace -> request.header(RequestOrigin.TRACE_HEADER, trace));
  }

  /** The client's request that was named; empty where none was. */
  static Optional<RequestOrigin> named(HttpServletRequest request) {
    return request.getHeader(RequestOrigin.HEADER) == null
        ? Optional.empty()
        : Optional.of(RequestOrigin.of(request));
  }

  static String credentials(String secret) {
    return "Dfs-Manager " + secret;
  }

  /** Whether the credentials are those, in a time that does not depend on where they differ. */
  static boolean authorised(String given, String secret) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            credentials(secret).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The node's answer.
   *
   * @throws NodeUnavailableException when there is none
   */
  static Answer answer(HttpResponse<byte[]> response) {
    switch (response.statusCode()) {
      case 200 -> {
        return answer(response.body());
      }
      case FORBIDDEN -> {
        LOG.log(Level.WARNING, "Another manager does not know this one: {0}", response.uri());
        throw NodeUnavailableException.notConnected();
      }
      case NOT_CONNECTED, NOT_NOW -> throw NodeUnavailableException.notConnected();
      case NO_ANSWER -> throw NodeUnavailableException.late();
      default ->
          throw new NodeUnavailableException(
              "another manager answered with status " + response.statusCode(), true);
    }
  }

  private static Answer answer(byte[] frame) {
    try {
      FrameReader<NodeMessage> frames = FrameReader.fromNode(ByteBuffer.wrap(frame));
      if (frames.next() instanceof Answer answer && !frames.hasNext()) {
        return answer;
      }
    } catch (ProtocolException e) {
      LOG.log(Level.WARNING, "Another manager answered with what is no frame: {0}", e.getMessage());
    }
    throw new NodeUnavailableException("another manager gave a wrong answer", true);
  }

  /** What a request that was not answered means for its command. */
  static NodeUnavailableException unavailable(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof CancellationException) {
      return NodeUnavailableException.late();
    }
    boolean sent =
        !(cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnresolvedAddressException
            || cause instanceof SSLHandshakeException);
    return new NodeUnavailableException(
        "another manager cannot be reached: "
            + TlsFailure.inWords(cause, "dfs.tls.ca").orElseGet(cause::toString),
        sent);
  }
}

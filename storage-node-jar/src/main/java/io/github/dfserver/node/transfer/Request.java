package io.github.dfserver.node.transfer;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What one exchange asks for.
 *
 * @param uri where; http or https
 * @param access what is shown there, and who is trusted to be there
 * @param source of what a POST sends; empty for a GET
 * @param offset of the first byte in {@code source}
 * @param length bytes of {@code source}
 * @param sink takes the body of the answer
 * @param stall how long connecting may take, and then accepting the request; afterwards the manager
 *     may be silent for sixty times as long
 */
record Request(
    URI uri,
    Access access,
    Optional<Source> source,
    long offset,
    long length,
    Sink sink,
    Duration stall) {

  static Request get(URI uri, Access access, Sink sink, Duration stall) {
    return new Request(uri, access, Optional.empty(), 0, 0, sink, stall);
  }

  static Request post(
      URI uri, Access access, Source source, long offset, long length, Duration stall) {
    return new Request(uri, access, Optional.of(source), offset, length, answer -> {}, stall);
  }

  /** The manager, for messages. */
  String origin() {
    return uri.resolve("/").toString();
  }

  /**
   * Whether the manager is asked to accept the request before it gets a body (RFC 9110, section
   * 10.1.1); that is how the node learns that anybody is there to take it.
   */
  boolean expectsContinue() {
    return length > 0;
  }

  ByteBuffer head() {
    String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    StringBuilder head = new StringBuilder();
    head.append(source.isPresent() ? "POST " : "GET ").append(uri.getRawPath());
    head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    access
        .authorization()
        .ifPresent(value -> head.append("Authorization: ").append(value).append("\r\n"));
    if (source.isPresent()) {
      head.append("Content-Type: application/octet-stream\r\n");
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    if (expectsContinue()) {
      head.append("Expect: 100-continue\r\n");
    }
    return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }
}

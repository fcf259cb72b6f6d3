package io.github.dfserver.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** One client that uploads or downloads one large file. */
final class LargeLoad {
  /** Where a multiple of this begins, the file holds its own offset. */
  private static final int STAMP_EVERY = 256 * 1024;

  private final LoadCommand command;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(STAMP_EVERY);
  private final AnswerReader answer = new AnswerReader();

  LargeLoad(LoadCommand command) {
    this.command = command;
    answer.reset();
  }

  /** Transfers the file; the result counts bytes. */
  LoadResult run() throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), command.port()))) {
      long began = System.nanoTime();
      boolean upload = command.kind() == LoadCommand.Kind.PUT_LARGE;
      String problem = upload ? upload(channel) : download(channel);
      long nanos = System.nanoTime() - began;
      return new LoadResult(
          command.size(), nanos, nanos, nanos, 1, problem.isEmpty() ? 0 : 1, 1, problem);
    }
  }

  private String upload(SocketChannel channel) throws IOException {
    send(
        channel,
        "PUT "
            + command.path()
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + command.port()
            + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
            + command.size()
            + "\r\n\r\n");
    byte[] block = new byte[STAMP_EVERY];
    new Random(1).nextBytes(block);
    buffer.clear().put(block);
    for (long at = 0; at < command.size(); at += STAMP_EVERY) {
      buffer.clear().limit((int) Math.min(STAMP_EVERY, command.size() - at));
      buffer.putLong(0, at);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    buffer.clear();
    while (!answer.read(buffer)) {
      receive(channel);
    }
    return answer.status() == 201 || answer.status() == 204 ? "" : text();
  }

  private String download(SocketChannel channel) throws IOException {
    send(
        channel,
        "GET " + command.path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + command.port() + "\r\n\r\n");
    buffer.clear();
    while (!answer.readHead(buffer)) {
      receive(channel);
    }
    if (answer.status() != 200 || answer.contentLength() != command.size()) {
      return text();
    }
    int from = answer.headEnd();
    long at = 0;
    while (true) {
      String problem = check(from, at);
      at += buffer.position() - from;
      if (!problem.isEmpty() || at >= command.size()) {
        return problem;
      }
      from = 0;
      buffer.clear();
      receive(channel);
    }
  }

  /** Compares the offsets that are written in what was received. */
  private String check(int from, long at) {
    long stamp = (at + STAMP_EVERY - 1) / STAMP_EVERY * STAMP_EVERY;
    long place = from + stamp - at;
    if (place + Long.BYTES <= buffer.position() && buffer.getLong((int) place) != stamp) {
      return "wrong bytes at " + stamp;
    }
    return "";
  }

  private void receive(SocketChannel channel) throws IOException {
    if (channel.read(buffer) < 0) {
      throw new EOFException("the server closed the connection before its answer was whole");
    }
  }

  private static void send(SocketChannel channel, String head) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private String text() {
    byte[] text = new byte[Math.min(buffer.position(), 600)];
    buffer.get(0, text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}

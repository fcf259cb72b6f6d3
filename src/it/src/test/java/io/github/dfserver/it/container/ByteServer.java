package io.github.dfserver.it.container;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Answers uploads as a manager does, of any length, and gives any name as a file of zeros; small
 * enough to be inside the server that the client runs in.
 */
final class ByteServer implements AutoCloseable {
  /** The length of every file that it gives. */
  static final int LENGTH = 8 << 20;

  private final ServerSocket listening;
  private final LongConsumer received;

  /**
   * Begins to serve.
   *
   * @param received is told how many bytes of an upload have come
   */
  ByteServer(LongConsumer received) throws IOException {
    this.received = received;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "byte server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/";
  }

  /** One connection after the other, one request on each. */
  private void serve() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        answer(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
      } catch (IOException e) {
        // the client has gone, or this was closed
      }
    }
  }

  private void answer(InputStream in, OutputStream out) throws IOException {
    String first = line(in);
    long length = 0;
    boolean chunked = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = header.endsWith("chunked");
      } else if (header.startsWith("expect:")) {
        send(out, "HTTP/1.1 100 Continue\r\n\r\n");
      }
    }
    if (first.startsWith("PUT ")) {
      stored(in, out, chunked ? -1 : length);
    } else {
      byte[] zeros = new byte[LENGTH];
      send(
          out,
          "HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"%s\"\r\nContent-Length: %d\r\n\r\n"
              .formatted(HexFormat.of().formatHex(sha256().digest(zeros)), LENGTH));
      out.write(zeros);
      out.flush();
    }
  }

  private void stored(InputStream in, OutputStream out, long length) throws IOException {
    MessageDigest digest = sha256();
    long size = 0;
    if (length >= 0) {
      size = copy(in, length, 0, digest);
    } else {
      for (int chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
        size = copy(in, chunk, size, digest);
        line(in);
      }
      line(in);
    }
    String json =
        "{\"id\":\"1\",\"filename\":\"x\",\"size\":%d,\"sha256\":\"%s\"}"
            .formatted(size, HexFormat.of().formatHex(digest.digest()));
    send(
        out,
        "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(json.length(), json));
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private long copy(InputStream in, long count, long before, MessageDigest digest)
      throws IOException {
    byte[] buffer = new byte[8192];
    long left = count;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new IOException("the body ended early");
      }
      digest.update(buffer, 0, read);
      left -= read;
      received.accept(before + count - left);
    }
    return before + count;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}

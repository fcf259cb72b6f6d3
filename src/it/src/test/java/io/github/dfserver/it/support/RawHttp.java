package io.github.dfserver.it.support;

import io.github.dfserver.it.http.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection to the manager on which the test writes every byte itself: for what no HTTP client
 * would send.
 */
public final class RawHttp implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** Connects to a port of the loopback address. */
  public RawHttp(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Connects from another address of the loopback network, such as 127.0.0.2. */
  public static RawHttp from(String address, int port) throws IOException {
    InetAddress own = InetAddress.getAllByName(address)[0];
    return new RawHttp(new Socket(InetAddress.getLoopbackAddress(), port, own, 0));
  }

  /** A connection whose receive buffer is as small as the system allows: a slow reader. */
  public static RawHttp slowReader(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawHttp(socket);
  }

  /** Sends a request line and header lines; adds Host and the empty line. */
  public RawHttp head(String requestLine, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return bytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends this text as it is, one byte a character. */
  public RawHttp text(String text) throws IOException {
    return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends these bytes. */
  public RawHttp bytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends these bytes as one chunk of a chunked body; no bytes end the body. */
  public RawHttp chunk(byte[] bytes) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(
        (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return bytes(chunk.toByteArray());
  }

  /** Reads one byte of whatever comes; -1 at the end. */
  public int read() throws IOException {
    return in.read();
  }

  /** Reads the status line and the headers, and leaves the body to be read. */
  public Head readHead() throws IOException {
    String statusLine = line();
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(Integer.parseInt(statusLine.substring(9, 12)), headers);
  }

  /** Reads this many bytes of a body. */
  public byte[] readBody(int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("only " + body.length + " bytes of " + length);
    }
    return body;
  }

  /** Reads the answer to a request that was sent with {@code Connection: close}. */
  public Answer readAnswer() throws IOException {
    Head head = readHead();
    byte[] body = readRest();
    if ("chunked".equalsIgnoreCase(head.headers().get("transfer-encoding"))) {
      body = unchunked(body);
    }
    return new Answer(head.status(), head.headers(), body);
  }

  private static byte[] unchunked(byte[] body) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (body[end] != '\r') {
        end++;
      }
      String size = new String(body, at, end - at, StandardCharsets.US_ASCII);
      int length = Integer.parseInt(size.strip(), 16);
      if (length == 0) {
        return content.toByteArray();
      }
      content.write(body, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  /** Reads until the other side closes. */
  public byte[] readRest() throws IOException {
    return in.readAllBytes();
  }

  /** Says that nothing more will be sent. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Breaks the connection with a reset, as a crashed client does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * What stands before a body.
   *
   * @param status the status code
   * @param headers by lower-case name; of repeated ones the last
   */
  public record Head(int status, Map<String, String> headers) {
    /** Copies the map. */
    public Head {
      headers = Map.copyOf(headers);
    }
  }
}

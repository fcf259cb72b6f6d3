package io.github.dfserver.node.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request that a scripted manager got; the test answers it over the bare connection.
 *
 * @param line the request line
 * @param headers by lower-case name
 * @param in the connection after the head
 */
public record HttpRequest(
    String line, Map<String, String> headers, Socket connection, InputStream in) {

  /** Reads a head; null when the connection has ended. */
  static HttpRequest read(Socket connection, BufferedInputStream in) throws IOException {
    String line = readLine(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new HttpRequest(line, headers, connection, in);
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      line.append((char) c);
    }
    return line.substring(0, line.length() - 1);
  }

  public String path() {
    return line.split(" ", 3)[1];
  }

  /** Reads the whole body, whose length the head tells. */
  public byte[] body() throws IOException {
    return in.readNBytes(Integer.parseInt(headers.get("content-length")));
  }

  /** Sends bytes as they are. */
  public void raw(byte[] bytes) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Sends text as it is; lines end in CR LF. */
  public void raw(String text) throws IOException {
    raw(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A whole answer with a body. */
  public void answer(int status, byte[] body) throws IOException {
    raw("HTTP/1.1 " + status + " X\nContent-Length: " + body.length + "\n\n");
    raw(body);
  }

  /** Cuts the connection with a reset. */
  public void drop() throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  /** Waits until the node has ended the connection. */
  public boolean endedByPeer() {
    try {
      connection.setSoTimeout((int) Waiting.LIMIT.toMillis());
      while (in.read() >= 0) {
        // what was under way still comes
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }
}

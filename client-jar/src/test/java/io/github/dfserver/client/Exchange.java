package io.github.dfserver.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request that a scripted manager has got, and its answer; HTTP/1.1 as far as the tests need. */
final class Exchange {
  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final InputStream in;
  private final OutputStream out;
  private byte[] body;
  private boolean broken;

  private Exchange(
      String method, String target, Map<String, String> headers, InputStream in, OutputStream out) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.in = in;
    this.out = out;
  }

  /** Null at the end of the connection. */
  static Exchange read(InputStream in, OutputStream out) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int space = first.indexOf(' ');
    return new Exchange(
        first.substring(0, space),
        first.substring(space + 1, first.lastIndexOf(' ')),
        headers,
        in,
        out);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int b;
    while ((b = in.read()) >= 0 && b != '\n') {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  String method() {
    return method;
  }

  /** Path and query as they were sent. */
  String target() {
    return target;
  }

  /** Null where it was not sent. */
  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** Reads the whole body, and says before that it may come. */
  byte[] body() throws IOException {
    if (body != null) {
      return body;
    }
    if (header("Expect") != null) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    if ("chunked".equals(header("Transfer-Encoding"))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      int size;
      while ((size = Integer.parseInt(line(in), 16)) > 0) {
        all.write(exactly(size));
        line(in);
      }
      line(in);
      body = all.toByteArray();
    } else {
      body =
          exactly(
              header("Content-Length") == null ? 0 : Integer.parseInt(header("Content-Length")));
    }
    return body;
  }

  /** Reads some of the body. */
  byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }

  /** Answers with a body; the request's has been read then, or is not wanted. */
  void answer(int status, byte[] content, String... namesAndValues) throws IOException {
    write(status, content, content.length, namesAndValues);
  }

  /** Answers with fewer bytes than were promised, and breaks. */
  void cut(int status, byte[] content, int after, String... namesAndValues) throws IOException {
    write(status, content, after, namesAndValues);
    breakOff();
  }

  private void write(int status, byte[] content, int upTo, String... namesAndValues)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      head.append(namesAndValues[i]).append(": ").append(namesAndValues[i + 1]).append("\r\n");
    }
    head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!method.equals("HEAD")) {
      out.write(content, 0, upTo);
    }
    out.flush();
  }

  void json(int status, String text, String... namesAndValues) throws IOException {
    String[] all = new String[namesAndValues.length + 2];
    System.arraycopy(namesAndValues, 0, all, 2, namesAndValues.length);
    all[0] = "Content-Type";
    all[1] = status < 400 ? "application/json" : "application/problem+json";
    answer(status, text.getBytes(StandardCharsets.UTF_8), all);
  }

  /** Answers with an error. */
  void problem(int status, int code, String... namesAndValues) throws IOException {
    json(
        status,
        """
        {"type":"urn:dfserver:error:%d","title":"t","status":%d,"detail":"d","errorCode":%d,\
        "data":"t","requestId":"r-1"}"""
            .formatted(code, status, code),
        namesAndValues);
  }

  /** The answer ends here, and the connection. */
  void breakOff() {
    broken = true;
  }

  boolean broken() {
    return broken;
  }
}

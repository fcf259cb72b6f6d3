package io.github.dfserver.it.faults;

import io.github.dfserver.it.faults.Values.Value;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.http.NamePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The requests that create a file, in all the forms that there are. */
final class Uploads {
  /** How many there are. */
  static final int FORMS = 6;

  private static final String BOUNDARY = "----boundary-of-the-fault-test";

  private Uploads() {}

  /** A request, with the form chosen by a number. */
  static HttpRequest.Builder request(FileApi api, String name, Value value, int form) {
    byte[] bytes = value.bytes();
    return switch (form) {
      case 0 -> put(api, name).PUT(BodyPublishers.ofByteArray(bytes));
      case 1 ->
          put(api, name)
              .header("Content-Digest", "sha-256=:" + base64(hex(value.sha256())) + ":")
              .PUT(BodyPublishers.ofByteArray(bytes));
      case 2 -> put(api, name).PUT(chunked(bytes));
      case 3 ->
          post(api, "multipart/form-data; boundary=" + BOUNDARY)
              .POST(BodyPublishers.ofByteArray(multipart(name, bytes)));
      case 4 ->
          post(api, "application/x-www-form-urlencoded")
              .POST(
                  BodyPublishers.ofString(
                      "filename="
                          + NamePath.parameter(name)
                          + "&file="
                          + NamePath.parameter(base64(bytes))));
      default ->
          post(api, "application/json")
              .POST(
                  BodyPublishers.ofString(
                      "{\"filename\":"
                          + Json.quote(name)
                          + ",\"file\":\""
                          + base64(bytes)
                          + "\"}"));
    };
  }

  /** Sends the head and half of the bytes of a PUT, and hangs up. */
  static void hangUp(int port, String name, Value value, boolean reset) throws IOException {
    byte[] bytes = value.bytes();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT /file/"
                  + NamePath.path(name)
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                  + bytes.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, 0, bytes.length / 2);
      out.flush();
      if (reset) {
        socket.setSoLinger(true, 0);
      }
    }
  }

  private static HttpRequest.Builder put(FileApi api, String name) {
    return api.request(api.file(name));
  }

  private static HttpRequest.Builder post(FileApi api, String type) {
    return api.request(api.uri("file")).header("Content-Type", type);
  }

  private static HttpRequest.BodyPublisher chunked(byte[] bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
  }

  private static byte[] multipart(String name, byte[] bytes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\n"
                + name
                + "\r\n--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"any\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(bytes);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] hex(String sha256) {
    return HexFormat.of().parseHex(sha256);
  }
}

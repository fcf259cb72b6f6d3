package io.github.dfserver.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A file that scripted managers give. */
final class Stored {
  private final String name;
  private final byte[] bytes;

  Stored(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  static Stored of(String name, String text) {
    return new Stored(name, text.getBytes(StandardCharsets.UTF_8));
  }

  String sha256() {
    MessageDigest digest = Digests.sha256();
    digest.update(bytes);
    return Digests.hex(digest);
  }

  String json() {
    return """
        {"id":"id-%s","filename":"%s","size":%d,"sha256":"%s","contentType":"text/plain","node":"100",\
        "createdAt":"2026-11-22T23:46:10.110Z"}"""
        .formatted(name.length(), name, bytes.length, sha256());
  }

  /** The 409 of an upload to its name. */
  void inUse(Exchange exchange) throws IOException {
    exchange.json(
        409,
        """
        {"title":"File name already exists","status":409,"errorCode":3,"id":"id-%s","size":%d,\
        "sha256":"%s"}"""
            .formatted(name.length(), bytes.length, sha256()));
  }

  /** The whole file. */
  void whole(Exchange exchange) throws IOException {
    exchange.answer(200, bytes, headers());
  }

  /** The beginning of the whole file, and the end of the connection. */
  void cutAfter(Exchange exchange, int count) throws IOException {
    exchange.cut(200, bytes, count, headers());
  }

  /** The range that the request asks for. */
  void range(Exchange exchange) throws IOException {
    String[] ends = exchange.header("Range").substring("bytes=".length()).split("-", -1);
    int first = Integer.parseInt(ends[0]);
    int last = ends[1].isEmpty() ? bytes.length - 1 : Integer.parseInt(ends[1]);
    byte[] part = Arrays.copyOfRange(bytes, first, last + 1);
    String[] headers = headers();
    String[] more = Arrays.copyOf(headers, headers.length + 2);
    more[headers.length] = "Content-Range";
    more[headers.length + 1] = "bytes " + first + "-" + last + "/" + bytes.length;
    exchange.answer(206, part, more);
  }

  String[] headers() {
    return new String[] {
      "Content-Type", "text/plain",
      "ETag", "\"" + sha256() + "\"",
      "Last-Modified", "Sun, 22 Nov 2026 23:46:10 GMT"
    };
  }
}

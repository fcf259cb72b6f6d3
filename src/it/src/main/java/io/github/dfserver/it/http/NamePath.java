package io.github.dfserver.it.http;

import java.nio.charset.StandardCharsets;

/** Writes a file's name into a URL: every byte that is not unreserved is percent-encoded. */
public final class NamePath {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private NamePath() {}

  /** The name as a path; {@code /} stays. */
  public static String path(String name) {
    return encode(name, PLAIN + "/");
  }

  /** The text as the value of a query parameter or of a form's field. */
  public static String parameter(String text) {
    return encode(text, PLAIN);
  }

  private static String encode(String text, String plain) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (plain.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format("%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }
}

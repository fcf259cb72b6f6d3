package io.github.dfserver.client;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding: every byte of UTF-8 that is not unreserved (RFC 3986, section 2.3). */
final class Percent {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  /**
   * A file's name as a path; its slashes stay.
   *
   * @throws IllegalArgumentException for what cannot be sent as it is: nothing at all, segments
   *     that are empty, {@code .} or {@code ..}, which any program on the way may take away and so
   *     mean another file, and half of a character. All other rules are the manager's
   */
  static String path(String name) {
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            "A name has no segment that is empty, '.' or '..', unlike '" + name + "'.");
      }
    }
    return encode(name, UNRESERVED + "/");
  }

  /** The value of a parameter, or one segment of a path. */
  static String value(String text) {
    return encode(text, UNRESERVED);
  }

  private static String encode(String text, String plain) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("Half of a surrogate pair cannot be sent as UTF-8.");
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (plain.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        HEX.toHexDigits(encoded.append('%'), b);
      }
    }
    return encoded.toString();
  }
}

package io.github.dfserver.manager.file;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Spells names in URL paths (RFC 3986, section 2): all but unreserved characters and {@code /}. */
public final class PathEncoding {
  private static final String PLAIN = "-._~/";

  private PathEncoding() {}

  /** The name as a path spells it; its slashes stay. */
  public static String encode(String name) {
    StringBuilder encoded = new StringBuilder(name.length() + 16);
    HexFormat hex = HexFormat.of().withUpperCase();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex.toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}

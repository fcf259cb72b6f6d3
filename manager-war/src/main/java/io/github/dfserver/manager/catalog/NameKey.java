package io.github.dfserver.manager.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names as keys whose unsigned byte order is the catalogue's order: their UTF-8 bytes. For the
 * adapters.
 */
public final class NameKey {
  private NameKey() {}

  /**
   * The key of a name, or of a bound such as a prefix.
   *
   * @throws IllegalArgumentException when the name has a lone surrogate, which UTF-8 cannot spell
   */
  public static byte[] of(String name) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < key.length; i++) {
      // The encoder writes a question mark where there is a lone surrogate.
      if (key[i] == '?') {
        if (!name(key).equals(name)) {
          throw new IllegalArgumentException("a name has a lone surrogate: " + name(key));
        }
        break;
      }
    }
    return key;
  }

  /** The name of a key. */
  public static String name(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  /** The lowest key above {@code key}. */
  public static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  /** The lowest key above everything that begins with {@code prefix}, which is not empty. */
  public static byte[] pastAll(byte[] prefix) {
    byte[] past = prefix.clone();
    past[past.length - 1]++; // no byte of UTF-8 is 0xff, so this never wraps
    return past;
  }
}

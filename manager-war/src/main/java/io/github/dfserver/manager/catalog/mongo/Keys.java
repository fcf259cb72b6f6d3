package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.NameKey;
import java.nio.charset.StandardCharsets;

/**
 * Names as string keys: each byte of the name's UTF-8 is one character of the key, U+0000 to
 * U+00FF. Such keys have one order whether they are compared by UTF-16, code points or UTF-8, and
 * it is the order of the names' UTF-8 bytes. A name in ASCII is its own key. (Binary keys would not
 * do: BSON orders them by length first.)
 */
final class Keys {
  private Keys() {}

  static String of(String name) {
    return of(NameKey.of(name));
  }

  static String of(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1);
  }

  static String name(String key) {
    return NameKey.name(key.getBytes(StandardCharsets.ISO_8859_1));
  }
}

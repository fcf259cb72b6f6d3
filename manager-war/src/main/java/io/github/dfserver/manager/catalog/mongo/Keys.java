package io.github.dfserver.manager.catalog.mongo;

import io.github.dfserver.manager.catalog.NameKey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

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

  /**
   * A copy on a node: no node's id contains a NUL. In the order of nodes, then of the ids' text.
   */
  static String copy(String node, UUID copyId) {
    return node(node) + copyId;
  }

  /** What the keys of all copies on a node begin with. */
  static String node(String node) {
    return of(node) + '\0';
  }

  /** The lowest key above all copies on a node. */
  static String pastNode(String node) {
    return of(node) + '\1';
  }

  static String name(String key) {
    return NameKey.name(key.getBytes(StandardCharsets.ISO_8859_1));
  }
}

package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.NameKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** Keys that begin with a node: its id and a NUL, which no id contains. */
final class Keys {
  private Keys() {}

  /** What all keys of a node begin with. */
  static byte[] node(String node) {
    return Fields.bytes(node + '\0');
  }

  /** The lowest key above all keys of a node. */
  static byte[] pastNode(String node) {
    return NameKey.pastAll(node(node));
  }

  /** A copy on a node; in the order of the copy ids' text. */
  static byte[] copy(CopyPlace place) {
    return join(node(place.node()), id(place.copyId()));
  }

  /** A copy on a node; in the order of names, then of copy ids. */
  static byte[] named(CopyPlace place, String name) {
    return join(upTo(place.node(), name), id(place.copyId()));
  }

  /** What the keys of all copies of this name begin with. */
  static byte[] upTo(String node, String name) {
    return join(node(node), ended(NameKey.of(name)));
  }

  /** Ends a name by two NULs, below every longer one; a NUL in it is told apart by 0xff. */
  private static byte[] ended(byte[] name) {
    ByteBuffer ended = ByteBuffer.allocate(2 * name.length + 2);
    for (byte one : name) {
      ended.put(one);
      if (one == 0) {
        ended.put((byte) 0xff);
      }
    }
    ended.put((byte) 0).put((byte) 0);
    return Arrays.copyOf(ended.array(), ended.position());
  }

  /** The bytes of an id. */
  static byte[] id(UUID id) {
    return Fields.putUuid(ByteBuffer.allocate(Fields.UUID_BYTES), id).array();
  }

  /** One behind the other. */
  static byte[] join(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }

  /** Whether a key begins so. */
  static boolean begins(byte[] key, byte[] head) {
    return key.length >= head.length && Arrays.equals(key, 0, head.length, head, 0, head.length);
  }
}

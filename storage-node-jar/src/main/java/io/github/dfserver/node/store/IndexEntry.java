package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the index keeps of a copy: as much as reading and removing it takes.
 *
 * @param place where its file is
 * @param size bytes
 * @param sha256 of all bytes
 */
record IndexEntry(Place place, long size, Sha256 sha256) {
  /** Stands for a copy that is gone. */
  static final IndexEntry REMOVED =
      new IndexEntry(new Place(-1, ""), 0, Sha256.fromBytes(new byte[Sha256.LENGTH]));

  private static final int FIXED_BYTES = 8 + 8 + Sha256.LENGTH;

  static IndexEntry of(Place place, Copy copy) {
    return new IndexEntry(place, copy.size(), copy.sha256());
  }

  boolean isRemoved() {
    return place.slot() < 0;
  }

  /** Whether the bytes are those of {@code copy}. */
  boolean hasContentOf(Copy copy) {
    return size == copy.size() && sha256.equals(copy.sha256());
  }

  byte[] encode() {
    byte[] fileName = place.fileName().getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = ByteBuffer.allocate(FIXED_BYTES + fileName.length);
    to.putLong(place.slot()).putLong(size);
    sha256.write(to);
    return to.put(fileName).array();
  }

  static IndexEntry decode(byte[] encoded) {
    ByteBuffer from = ByteBuffer.wrap(encoded);
    long slot = from.getLong();
    long size = from.getLong();
    Sha256 sha256 = Sha256.read(from);
    String fileName =
        new String(encoded, FIXED_BYTES, encoded.length - FIXED_BYTES, StandardCharsets.UTF_8);
    return new IndexEntry(new Place(slot, fileName), size, sha256);
  }
}

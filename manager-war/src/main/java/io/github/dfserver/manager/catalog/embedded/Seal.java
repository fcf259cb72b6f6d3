package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.NameKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A checksum behind each record of the state file, over key and record: pages of an MVStore have
 * none of their own.
 */
final class Seal {
  private Seal() {}

  /** The record and its checksum. */
  static byte[] on(byte[] key, byte[] record) {
    byte[] sealed = Arrays.copyOf(record, record.length + Integer.BYTES);
    ByteBuffer.wrap(sealed).putInt(record.length, checksum(key, sealed));
    return sealed;
  }

  /**
   * The record without its checksum.
   *
   * @throws CatalogException when it is not what was sealed under this key
   */
  static byte[] check(byte[] key, byte[] sealed) {
    int length = sealed.length - Integer.BYTES;
    if (length < 0 || ByteBuffer.wrap(sealed).getInt(length) != checksum(key, sealed)) {
      throw new CatalogException(
          "The catalogue's state file is damaged at the record of "
              + NameKey.name(key)
              + ": stop the manager and restore the catalogue's directory, all of it, from a"
              + " backup");
    }
    return Arrays.copyOf(sealed, length);
  }

  private static int checksum(byte[] key, byte[] sealed) {
    CRC32C checksum = new CRC32C();
    checksum.update(key, 0, key.length);
    checksum.update(sealed, 0, sealed.length - Integer.BYTES);
    return (int) checksum.getValue();
  }
}

package io.github.dfserver.manager.catalog;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Sha256;
import java.util.Objects;

/**
 * What a file holds, without holding it.
 *
 * @param size in bytes, 0 or more
 * @param sha256 of exactly these bytes
 */
public record FileContent(long size, Sha256 sha256) {

  /** Refuses a negative size. */
  public FileContent {
    Objects.requireNonNull(sha256, "sha256");
    if (size < 0) {
      throw new IllegalArgumentException("size is negative: " + size);
    }
  }

  /** Whether a node says the same of a copy. */
  public boolean matches(Copy copy) {
    return size == copy.size() && sha256.equals(copy.sha256());
  }
}

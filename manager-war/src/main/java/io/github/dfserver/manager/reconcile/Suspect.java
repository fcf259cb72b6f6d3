package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.protocol.Copy;
import java.util.Optional;
import java.util.UUID;

/**
 * A copy whose record may have to say something else of its bytes.
 *
 * @param name of its file
 * @param copyId of the copy that was seen
 * @param metadata what the node keeps beside the bytes; empty when it was not asked for that
 */
record Suspect(String name, UUID copyId, Optional<Copy> metadata) {
  /** A home that was not found, or not found well. */
  static Suspect of(FileRecord record) {
    return new Suspect(record.name(), record.copyId(), Optional.empty());
  }

  /** A copy that the node told of. */
  static Suspect of(Copy copy) {
    return new Suspect(copy.name(), copy.copyId(), Optional.of(copy));
  }

  /** Whether the node keeps another size or checksum for it than the record. */
  boolean contradicts(FileRecord record) {
    return metadata.isPresent() && !record.content().orElseThrow().matches(metadata.get());
  }
}

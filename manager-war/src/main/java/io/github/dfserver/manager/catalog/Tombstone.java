package io.github.dfserver.manager.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/**
 * A copy that is to be removed, and of which no file record tells any more: its node was away when
 * its file moved or was deleted. Kept until the node has confirmed that the copy is gone.
 *
 * @param place the copy
 * @param fileId the file that it was a copy of
 * @param since when it was no longer wanted, in whole milliseconds
 */
public record Tombstone(CopyPlace place, UUID fileId, Instant since) {
  /** Cuts the instant to milliseconds. */
  public Tombstone {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(fileId, "fileId");
    since = since.truncatedTo(ChronoUnit.MILLIS);
  }
}

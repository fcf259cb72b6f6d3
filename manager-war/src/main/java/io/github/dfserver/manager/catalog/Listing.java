package io.github.dfserver.manager.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One page of names.
 *
 * @param files LIVE records, in the order of their names' UTF-8 bytes
 * @param folders what the delimiter rolled up, in the same order, each ending with the delimiter
 * @param next what to send as {@code after} for the next page; empty on the last page
 */
public record Listing(List<FileRecord> files, List<String> folders, Optional<String> next) {

  /** Copies both lists. */
  public Listing {
    files = List.copyOf(files);
    folders = List.copyOf(folders);
  }
}

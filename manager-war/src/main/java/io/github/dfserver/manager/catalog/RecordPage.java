package io.github.dfserver.manager.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One page of records, in the order of their names' UTF-8 bytes.
 *
 * @param records the records
 * @param next the name after which the next page begins; empty on the last page
 */
public record RecordPage(List<FileRecord> records, Optional<String> next) {

  /** Copies the list. */
  public RecordPage {
    records = List.copyOf(records);
  }
}

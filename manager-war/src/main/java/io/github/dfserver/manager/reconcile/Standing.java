package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.protocol.Copy;

/** What the record of a copy's name says of the copy. */
enum Standing {
  /** It is the one that clients read. */
  HOME,
  /** The record tells of it: of an upload, a move or a delete that is not finished. */
  UNDER_WAY,
  /** The file has moved on: its home is another copy with a higher move sequence. */
  SUPERSEDED,
  /** The record says nothing that explains it. */
  UNEXPLAINED;

  /**
   * Judges a copy.
   *
   * @param record of the copy's name, or null where there is none
   */
  static Standing of(CopyPlace place, Copy copy, FileRecord record) {
    if (record == null || !record.fileId().equals(copy.fileId())) {
      return UNEXPLAINED;
    }
    boolean live = record.state() == FileState.LIVE;
    if (record.places().contains(place)) {
      return live && record.home().equals(place) ? HOME : UNDER_WAY;
    }
    // Where the home is not well, an older copy may be what is left of the file.
    return live && record.health() == Health.INTACT && record.moveSequence() > copy.moveSequence()
        ? SUPERSEDED
        : UNEXPLAINED;
  }
}

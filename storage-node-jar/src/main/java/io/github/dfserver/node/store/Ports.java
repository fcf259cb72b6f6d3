package io.github.dfserver.node.store;

import io.github.dfserver.journal.JournalFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a store stands on, so that a test can put something else there.
 *
 * @param disk makes the disk of a root
 * @param journalFiles the journal's way to the disk
 * @param limits when checkpoints are due
 * @param names how names are spelled; empty: as the file system does
 */
record Ports(
    DiskOpener disk,
    JournalFile.Opener journalFiles,
    CheckpointLimits limits,
    Optional<FileNames> names) {

  /** Makes the disk of a root. */
  interface DiskOpener {
    Disk open(Path root);
  }

  static Ports defaults() {
    return new Ports(
        LocalDisk::of, JournalFile.Opener.disk(), CheckpointLimits.defaults(), Optional.empty());
  }

  Ports withDisk(DiskOpener value) {
    return new Ports(value, journalFiles, limits, names);
  }

  Ports withJournalFiles(JournalFile.Opener value) {
    return new Ports(disk, value, limits, names);
  }

  Ports withLimits(CheckpointLimits value) {
    return new Ports(disk, journalFiles, value, names);
  }

  Ports withNames(FileNames value) {
    return new Ports(disk, journalFiles, limits, Optional.of(value));
  }
}

package io.github.dfserver.node.store;

import io.github.dfserver.journal.JournalFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a store stands on, so that a test can put something else there.
 *
 * @param disk makes the disk of a root
 * @param journalFiles the journal's way to the disk
 * @param segmentBytes size of the journal's files
 * @param limits when checkpoints are due
 * @param names how names are spelled; empty: as the file system does
 */
record Ports(
    DiskOpener disk,
    JournalFile.Opener journalFiles,
    int segmentBytes,
    CheckpointLimits limits,
    Optional<FileNames> names) {

  /** Makes the disk of a root. */
  interface DiskOpener {
    Disk open(Path root);
  }

  static Ports defaults() {
    return new Ports(
        LocalDisk::of,
        JournalFile.Opener.disk(),
        32 << 20,
        CheckpointLimits.defaults(),
        Optional.empty());
  }

  Ports withDisk(DiskOpener value) {
    return new Ports(value, journalFiles, segmentBytes, limits, names);
  }

  Ports withJournalFiles(JournalFile.Opener value) {
    return new Ports(disk, value, segmentBytes, limits, names);
  }

  Ports withSegmentBytes(int value) {
    return new Ports(disk, journalFiles, value, limits, names);
  }

  Ports withLimits(CheckpointLimits value) {
    return new Ports(disk, journalFiles, segmentBytes, value, names);
  }

  Ports withNames(FileNames value) {
    return new Ports(disk, journalFiles, segmentBytes, limits, Optional.of(value));
  }
}

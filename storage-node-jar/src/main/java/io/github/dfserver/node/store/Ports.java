package io.github.dfserver.node.store;

import io.github.dfserver.format.Formats;
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
 * @param formats which formats are known
 */
record Ports(
    DiskOpener disk,
    JournalFile.Opener journalFiles,
    int segmentBytes,
    CheckpointLimits limits,
    Optional<FileNames> names,
    Formats<DataDirectory> formats) {

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
        Optional.empty(),
        DataDirectory.FORMATS);
  }

  Ports withDisk(DiskOpener value) {
    return new Ports(value, journalFiles, segmentBytes, limits, names, formats);
  }

  Ports withJournalFiles(JournalFile.Opener value) {
    return new Ports(disk, value, segmentBytes, limits, names, formats);
  }

  Ports withSegmentBytes(int value) {
    return new Ports(disk, journalFiles, value, limits, names, formats);
  }

  Ports withLimits(CheckpointLimits value) {
    return new Ports(disk, journalFiles, segmentBytes, value, names, formats);
  }

  Ports withNames(FileNames value) {
    return new Ports(disk, journalFiles, segmentBytes, limits, Optional.of(value), formats);
  }

  Ports withFormats(Formats<DataDirectory> value) {
    return new Ports(disk, journalFiles, segmentBytes, limits, names, value);
  }
}

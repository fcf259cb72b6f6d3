package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Brings files, metadata and index to what the journal says. The journal is read twice: first to
 * see what came of each copy in the end, then to bring just that about, because a place that a copy
 * left may have another's bytes by now. Doing so twice is no harm.
 */
final class Recovery {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  private record Survivor(long position, Place place) {}

  private record Gone(UUID copyId, Place place) {}

  private record FileKey(int leaf, String fileName) {
    static FileKey of(Place place) {
      return new FileKey(place.leaf(), place.fileName());
    }
  }

  private final Layout layout;
  private final Disk disk;
  private final Staging staging;
  private final Tree tree;
  private final LeafMetadata metadata;
  private final Optional<CopyIndex> index;
  private final TombstoneLog tombstones;
  private final Map<UUID, Survivor> survivors = new HashMap<>();
  private final List<Gone> gone = new ArrayList<>();
  private final Touched touched;

  /** {@code index} is empty when it will be made anew from the files and their metadata. */
  Recovery(
      Layout layout,
      Disk disk,
      Staging staging,
      Tree tree,
      LeafMetadata metadata,
      Optional<CopyIndex> index,
      TombstoneLog tombstones,
      Touched touched) {
    this.layout = layout;
    this.disk = disk;
    this.staging = staging;
    this.tree = tree;
    this.metadata = metadata;
    this.index = index;
    this.tombstones = tombstones;
    this.touched = touched;
  }

  /** First reading: what came of each copy. */
  void note(long position, ByteBuffer encoded) throws IOException {
    JournalEntry entry = decode(position, encoded);
    if (entry instanceof JournalEntry.Removed removed) {
      removed.tombstone().ifPresent(tombstones::add);
      survivors.remove(entry.copyId());
      gone.add(new Gone(entry.copyId(), entry.place()));
    } else {
      survivors.put(entry.copyId(), new Survivor(position, entry.place()));
    }
  }

  private static JournalEntry decode(long position, ByteBuffer encoded) throws IOException {
    try {
      return JournalEntry.decode(encoded);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("The journal's entry before position " + position + " is unknown", e);
    }
  }

  /** Between the readings: takes away what is gone. */
  void removeGone() throws IOException {
    Set<Long> takenSlots = new HashSet<>();
    Set<FileKey> takenFiles = new HashSet<>();
    for (Survivor survivor : survivors.values()) {
      takenSlots.add(survivor.place().slot());
      takenFiles.add(FileKey.of(survivor.place()));
      tree.take(survivor.place());
    }
    for (Gone copy : gone) {
      Place place = copy.place();
      if (Directories.check(layout.files(), place.leaf(), Layout.LEAF_DIGITS)
          && !takenFiles.contains(FileKey.of(place))) {
        disk.delete(layout.file(place));
      }
      if (metadata.read(place.leaf()).find(place.slot(), copy.copyId()).isPresent()) {
        metadata.removed(place);
      }
      if (!takenSlots.contains(place.slot())) {
        tree.removeSums(place);
      }
      touched.leaves(Set.of(place.leaf()));
      touched.forceMany();
      removeFromIndex(copy, takenSlots.contains(place.slot()));
    }
  }

  private void removeFromIndex(Gone copy, boolean slotTaken) throws IOException {
    if (index.isPresent()) {
      IndexEntry entry = index.get().get(copy.copyId());
      if (entry != null && !survivors.containsKey(copy.copyId())) {
        index.get().remove(copy.copyId(), entry);
      }
      if (!slotTaken) {
        tree.free(copy.place());
      }
    }
  }

  /** Second reading: completes what was added and is still wanted. */
  void restore(long position, ByteBuffer encoded) throws IOException {
    JournalEntry entry = decode(position, encoded);
    Survivor survivor = survivors.get(entry.copyId());
    if (survivor == null || survivor.position() != position) {
      return;
    }
    if (entry instanceof JournalEntry.Added added) {
      tree.ensure(survivor.place().leaf());
      restoreContent(added);
      restoreSums(added);
      restoreRecord(added.record());
    } else if (entry instanceof JournalEntry.AddedStaged added) {
      tree.ensure(survivor.place().leaf());
      restoreStaged(added);
      restoreSums(added);
      restoreRecord(added.record());
    }
  }

  private void restoreContent(JournalEntry.Added added) throws IOException {
    Path file = layout.file(added.place());
    if (!hasContent(file, added.content())) {
      Path staged = staging.restoring();
      write(staged, added.content().duplicate());
      disk.move(staged, file);
    }
  }

  private void write(Path staged, ByteBuffer content) throws IOException {
    disk.delete(staged);
    try (Disk.Output output = disk.create(staged)) {
      output.write(content);
    }
  }

  private void restoreSums(JournalEntry.Added added) throws IOException {
    if (!hasSums(added.record())) {
      byte[] sums = SumsWriter.sums(added.copyId(), added.content());
      Path staged = staging.restoring();
      write(staged, ByteBuffer.wrap(sums));
      tree.placeSums(added.place(), staged);
    }
  }

  /** Where they are gone, they are made again when the copy is read. */
  private void restoreSums(JournalEntry.AddedStaged added) throws IOException {
    if (!hasSums(added.record()) && !added.sums().isEmpty()) {
      Path staged = staging.resolve(added.sums());
      if (size(staged) >= 0) {
        tree.placeSums(added.place(), staged);
      }
    }
  }

  /** Whether a copy has its sums or needs none; then another's that had its place are removed. */
  private boolean hasSums(CopyRecord record) throws IOException {
    long size = record.copy().size();
    if (!BlockSums.areKept(size)) {
      tree.removeSums(record.place());
      return true;
    }
    return BlockSums.areThere(layout.blocks(record.place()), record.copy().copyId(), size);
  }

  private static boolean hasContent(Path file, ByteBuffer content) throws IOException {
    if (size(file) != content.remaining()) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return Bytes.read(channel, 0, content.remaining()).equals(content);
    }
  }

  private void restoreStaged(JournalEntry.AddedStaged added) throws IOException {
    Copy copy = added.record().copy();
    Path file = layout.file(added.place());
    if (size(file) == copy.size()) {
      return;
    }
    Path staged = staging.resolve(added.staged());
    if (size(staged) == copy.size()) {
      disk.move(staged, file);
    } else {
      LOG.log(Level.ERROR, "The bytes of copy {0} ({1}) are gone", copy.copyId(), copy.name());
    }
  }

  /** The size of a plain file, -1 when there is none. */
  private static long size(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? attributes.size() : -1;
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  private void restoreRecord(CopyRecord record) throws IOException {
    Place place = record.place();
    UUID copyId = record.copy().copyId();
    if (metadata.read(place.leaf()).find(place.slot(), copyId).isEmpty()) {
      metadata.added(place.leaf(), record.encode());
    }
    if (index.isPresent() && index.get().get(copyId) == null) {
      index.get().add(copyId, IndexEntry.of(place, record.copy()));
    }
    touched.files(Set.of(layout.file(place)));
    if (BlockSums.areKept(record.copy().size())) {
      touched.files(Set.of(layout.blocks(place)));
    }
    touched.leaves(Set.of(place.leaf()));
    touched.forceMany();
  }

  /** Last: sees that all of it is forced, empties the staging folder, and forgets. */
  void end() throws IOException {
    tombstones.dropWritten();
    tombstones.write().ifPresent(file -> touched.files(Set.of(file)));
    touched.force();
    staging.sweep();
    if (!(survivors.isEmpty() && gone.isEmpty())) {
      LOG.log(
          Level.INFO,
          "Repeated from the journal: {0} copies added, {1} removed",
          survivors.size(),
          gone.size());
    }
    survivors.clear();
    gone.clear();
  }
}

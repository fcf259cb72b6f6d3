package io.github.dfserver.node.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes the index anew from the leaves' metadata files. A record counts when its file is there and
 * has its size. Files that no record explains are left alone; they keep their place in the leaf, so
 * that it never has more than 36.
 */
final class IndexRebuild {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());
  private static final int PROGRESS = 100_000;

  private final Layout layout;
  private final Tree tree;
  private final IndexFile index;
  private final Touched touched;
  private long found;
  private long lost;
  private long unknown;

  IndexRebuild(Layout layout, Tree tree, IndexFile index, Touched touched) {
    this.layout = layout;
    this.tree = tree;
    this.index = index;
    this.touched = touched;
  }

  /** Does it; the files and their metadata say what the journal does up to {@code position}. */
  void run(long position) throws IOException {
    try (SortedRuns copies = new SortedRuns(layout.index())) {
      walk(layout.files(), layout.meta(), layout.blocks(), 0, 0, copies);
      index.add(copies.sorted());
    }
    touched.force(); // the journal will not repeat what was removed here
    index.merge(new TreeMap<>(IndexTypes.ORDER), tree.takeChanged(), position);
    Level level = found + lost + unknown > 0 ? Level.INFO : Level.DEBUG;
    LOG.log(
        level,
        "Rebuilt the index: {0} copies; {1} without their file; {2} files that nothing explains",
        found,
        lost,
        unknown);
  }

  private void walk(Path files, Path meta, Path blocks, int depth, int number, SortedRuns copies)
      throws IOException {
    if (depth == Layout.LEAF_DIGITS) {
      leaf(number, copies);
      return;
    }
    Set<Path> names = new TreeSet<>();
    children(files, names);
    children(meta, names);
    children(blocks, names); // of a leaf that is gone, when the loss of power brought them back
    for (Path name : names) {
      walk(
          files.resolve(name),
          meta.resolve(name),
          blocks.resolve(name),
          depth + 1,
          number * Base36.RADIX + Base36.digit(name),
          copies);
    }
  }

  private static void children(Path directory, Set<Path> names) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Base36.digit(entry.getFileName()) >= 0) {
          names.add(entry.getFileName());
        }
      }
    }
  }

  private void leaf(int leaf, SortedRuns copies) throws IOException {
    LeafRecords records = LeafRecords.read(layout.metadata(leaf), leaf);
    if (records.damagedBytes() > 0) {
      LOG.log(
          Level.WARNING,
          "{0} has {1} bytes that are damaged",
          layout.metadata(leaf),
          records.damagedBytes());
    }
    int unexplained = entries(layout.leaf(leaf));
    long mask = 0;
    long large = 0;
    for (CopyRecord record : records.live()) {
      if (hasFile(record)) {
        copies.add(record.copy().copyId(), IndexEntry.of(record.place(), record.copy()));
        mask |= Slots.bit(record.place().slot());
        if (BlockSums.areKept(record.copy().size())) {
          large |= Slots.bit(record.place().slot());
        }
        unexplained--;
        progress();
      } else {
        lost++;
        LOG.log(Level.WARNING, "The file of copy {0} is gone", record.copy().copyId());
      }
    }
    removeSums(leaf, large);
    unknown += Math.max(0, unexplained);
    for (int i = 0; i < unexplained; i++) {
      mask |= Long.lowestOneBit(~mask);
    }
    if (mask != 0) {
      tree.discover(leaf, mask & Slots.FULL);
    } else if (records.live().isEmpty() && records.damagedBytes() == 0) {
      tree.clear(leaf);
      touch(leaf);
    }
  }

  /** Removes the block checksums that are of no copy that was found. */
  private void removeSums(int leaf, long large) throws IOException {
    if (entries(layout.blocks(leaf)) > Long.bitCount(large)) {
      for (int i = 0; i < Base36.RADIX; i++) {
        Place place = new Place((long) leaf * Base36.RADIX + i, "");
        if ((large & Slots.bit(place.slot())) == 0) {
          tree.removeSums(place);
        }
      }
      touch(leaf);
    }
  }

  private void touch(int leaf) throws IOException {
    touched.leaves(Set.of(leaf));
    touched.forceMany();
  }

  private void progress() {
    found++;
    if (found % PROGRESS == 0) {
      LOG.log(Level.INFO, "Rebuilding the index: {0} copies so far", found);
    }
  }

  private boolean hasFile(CopyRecord record) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(
              layout.file(record.place()), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() && attributes.size() == record.copy().size();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static int entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return (int) entries.count();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return 0;
    }
  }
}

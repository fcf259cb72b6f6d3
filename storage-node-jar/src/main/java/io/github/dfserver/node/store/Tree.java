package io.github.dfserver.node.store;

import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tree of leaf directories: gives places to files, lowest free slot first, and makes and
 * removes the directories that they need. A place that was given keeps its directories. Safe for
 * use by several threads.
 */
final class Tree {
  private final Layout layout;
  private final Disk disk;
  private final LeafMetadata metadata;
  private final LeafNames names;
  private final Directories directories;
  private final ReentrantLock lock = new ReentrantLock();
  private final Slots slots = new Slots(Layout.LEAVES);
  private final BitSet changed = new BitSet();

  Tree(Layout layout, Disk disk, LeafMetadata metadata, FileNames names) {
    this.layout = layout;
    this.disk = disk;
    this.metadata = metadata;
    this.names = new LeafNames(layout, names);
    this.directories = new Directories(disk, lock);
  }

  /** Gives a place to a file that is about to come. */
  Place reserve(String name) throws IOException, StoreException {
    lock.lock();
    try {
      OptionalLong slot = slots.takeLowest();
      if (slot.isEmpty()) {
        throw new StoreException(FailureCode.NO_SPACE, "every place of the tree is taken");
      }
      try {
        return names.choose(slot.getAsLong(), name);
      } catch (IOException e) {
        slots.free(slot.getAsLong());
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sees to it that the directories of a place, and of its metadata, are there. */
  void ensure(int leaf) throws IOException {
    directories.ensure(layout.files(), leaf, Layout.LEAF_DIGITS);
    directories.ensure(layout.meta(), leaf / Base36.RADIX, Layout.LEAF_DIGITS - 1);
  }

  /** Puts a place's block checksums where they belong, making the directories that they need. */
  void placeSums(Place place, Path staged) throws IOException {
    lock.lock();
    try {
      directories.ensure(layout.blocks(), place.leaf(), Layout.LEAF_DIGITS);
      disk.move(staged, layout.blocks(place));
    } finally {
      lock.unlock();
    }
  }

  /** Removes a place's block checksums, if there are any, and the directories that this empties. */
  void removeSums(Place place) throws IOException {
    lock.lock();
    try {
      if (Directories.check(layout.blocks(), place.leaf(), Layout.LEAF_DIGITS)) {
        disk.delete(layout.blocks(place));
        directories.removeEmpty(layout.blocks(), place.leaf(), Layout.LEAF_DIGITS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The file has come to the place that was given. */
  void arrived(Place place) {
    lock.lock();
    try {
      names.arrived(place);
      changed.set(place.leaf());
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place that a file is at already. */
  void take(Place place) {
    lock.lock();
    try {
      slots.take(place.slot());
      changed.set(place.leaf());
    } finally {
      lock.unlock();
    }
  }

  /** Frees a place whose file is gone, and removes the directories that this leaves empty. */
  void free(Place place) throws IOException {
    lock.lock();
    try {
      int leaf = place.leaf();
      names.gone(place);
      slots.free(place.slot());
      changed.set(leaf);
      if (slots.mask(leaf) == 0) {
        removeEmpty(leaf);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sets which slots of a leaf are taken, as the index has them. */
  void restore(int leaf, long mask) {
    lock.lock();
    try {
      slots.set(leaf, mask);
    } finally {
      lock.unlock();
    }
  }

  /** Sets which slots of a leaf are taken, as the index does not have them yet. */
  void discover(int leaf, long mask) {
    lock.lock();
    try {
      slots.set(leaf, mask);
      changed.set(leaf);
    } finally {
      lock.unlock();
    }
  }

  /** The first leaf from {@code from} on that has files; -1 when there is none. */
  int nextLeaf(int from) {
    lock.lock();
    try {
      return slots.next(from);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the directories and the metadata of a leaf that has no files. */
  void clear(int leaf) throws IOException {
    lock.lock();
    try {
      removeEmpty(leaf);
    } finally {
      lock.unlock();
    }
  }

  private void removeEmpty(int leaf) throws IOException {
    metadata.delete(leaf);
    directories.removeEmpty(layout.files(), leaf, Layout.LEAF_DIGITS);
    directories.removeEmpty(layout.meta(), leaf / Base36.RADIX, Layout.LEAF_DIGITS - 1);
    directories.removeEmpty(layout.blocks(), leaf, Layout.LEAF_DIGITS);
  }

  /** The slots with a file in them, of each leaf that changed since the last call. */
  Map<Integer, Long> takeChanged() {
    lock.lock();
    try {
      Map<Integer, Long> masks = new TreeMap<>();
      changed.stream().forEach(leaf -> masks.put(leaf, settled(leaf)));
      changed.clear();
      return masks;
    } finally {
      lock.unlock();
    }
  }

  private long settled(int leaf) {
    return slots.mask(leaf) & ~names.comingTo(leaf);
  }
}

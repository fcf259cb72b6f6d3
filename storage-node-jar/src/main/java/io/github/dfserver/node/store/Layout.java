package io.github.dfserver.node.store;

import java.nio.file.Path;

/**
 * What lies where below a node's root. No directory of it ever has more than 36 entries.
 *
 * @param root the data directory
 */
record Layout(Path root) {
  /** Digits of a leaf's number: 36^4 leaves of 36 files each. */
  static final int LEAF_DIGITS = 4;

  /** Leaves that there can be. */
  static final int LEAVES = Base36.numbers(LEAF_DIGITS);

  /** Files that there can be. */
  static final long SLOTS = (long) LEAVES * Base36.RADIX;

  /** The clients' files and nothing else. */
  Path files() {
    return root.resolve("files");
  }

  /** The metadata of the copies of each leaf, in a tree of the same shape. */
  Path meta() {
    return root.resolve("meta");
  }

  /** The checksums of the blocks of large copies, a file for each, in a tree of the same shape. */
  Path blocks() {
    return root.resolve("blocks");
  }

  /** Files that nobody can see yet. */
  Path staging() {
    return root.resolve("staging");
  }

  /** What was promised and is not yet forced elsewhere. */
  Path journal() {
    return root.resolve("journal");
  }

  /** Finds copies; can be made again from all the others. */
  Path index() {
    return root.resolve("index");
  }

  /** What is remembered of deleted files. */
  Path tombstones() {
    return root.resolve("tombstones");
  }

  /** How far the scrub is, and which copies it found damaged; may be lost. */
  Path scrub() {
    return root.resolve("scrub");
  }

  /** Held while a process uses the directory. */
  Path lock() {
    return root.resolve("lock");
  }

  /** Who the directory is. */
  Path identity() {
    return root.resolve("identity.properties");
  }

  /** The directory of a leaf. */
  Path leaf(int leaf) {
    return files().resolve(Base36.path(leaf, LEAF_DIGITS));
  }

  /** The metadata file of a leaf. */
  Path metadata(int leaf) {
    return meta().resolve(Base36.path(leaf, LEAF_DIGITS));
  }

  /** The directory of the block checksums of a leaf's copies. */
  Path blocks(int leaf) {
    return blocks().resolve(Base36.path(leaf, LEAF_DIGITS));
  }

  /** The block checksums of the copy at a place; named by its slot, since names may be long. */
  Path blocks(Place place) {
    return blocks(place.leaf()).resolve(Base36.path((int) (place.slot() % Base36.RADIX), 1));
  }

  /** The file at a place. */
  Path file(Place place) {
    return leaf(place.leaf()).resolve(place.fileName());
  }
}

package io.github.dfserver.node.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Which of the slots of numbered directories are taken: 36 in each, 8 bytes of memory for all of
 * them. Not safe for use by several threads.
 */
final class Slots {
  /** The mask of a directory that is full. */
  static final long FULL = (1L << Base36.RADIX) - 1;

  private final int directories;
  private final BitSet full = new BitSet();
  private long[] masks = new long[8];

  Slots(int directories) {
    this.directories = directories;
  }

  /** Takes the lowest free slot; empty when there is none. */
  OptionalLong takeLowest() {
    int directory = full.nextClearBit(0);
    if (directory >= directories) {
      return OptionalLong.empty();
    }
    long slot = (long) directory * Base36.RADIX + Long.numberOfTrailingZeros(~mask(directory));
    take(slot);
    return OptionalLong.of(slot);
  }

  void take(long slot) {
    int directory = Place.leaf(slot);
    set(directory, mask(directory) | bit(slot));
  }

  void free(long slot) {
    int directory = Place.leaf(slot);
    set(directory, mask(directory) & ~bit(slot));
  }

  /** One bit for each slot of a directory, the lowest for the first; 1 for those taken. */
  long mask(int directory) {
    return directory < masks.length ? masks[directory] : 0;
  }

  /** The first directory from {@code from} on of which a slot is taken; -1 when there is none. */
  int next(int from) {
    for (int directory = from; directory < masks.length; directory++) {
      if (masks[directory] != 0) {
        return directory;
      }
    }
    return -1;
  }

  void set(int directory, long mask) {
    if (directory >= directories || (mask & ~FULL) != 0) {
      throw new IllegalArgumentException("no such slots: " + directory + ", " + mask);
    }
    if (directory >= masks.length) {
      masks = Arrays.copyOf(masks, Math.max(directory + 1, masks.length + masks.length / 2));
    }
    masks[directory] = mask;
    full.set(directory, mask == FULL);
  }

  /** The bit of {@link #mask} that stands for a slot. */
  static long bit(long slot) {
    return 1L << (slot % Base36.RADIX);
  }
}

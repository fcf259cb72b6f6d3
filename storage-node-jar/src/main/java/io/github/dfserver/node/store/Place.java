package io.github.dfserver.node.store;

/**
 * Where a copy's plain file is: a slot of a leaf directory, and its name in there.
 *
 * @param slot leaf number times 36, plus the slot's number in the leaf
 * @param fileName the file's own name, unique in the leaf
 */
record Place(long slot, String fileName) {
  int leaf() {
    return leaf(slot);
  }

  static int leaf(long slot) {
    return (int) (slot / Base36.RADIX);
  }
}

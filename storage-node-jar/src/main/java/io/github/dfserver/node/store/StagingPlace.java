package io.github.dfserver.node.store;

import java.nio.file.Path;

/**
 * Where a file is before it has a place in the tree.
 *
 * @param slot the slot that it takes there
 * @param path the file
 */
record StagingPlace(long slot, Path path) {}

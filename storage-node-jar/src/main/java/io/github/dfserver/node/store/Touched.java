package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What was changed and has to be forced. {@code force} says whether anything is; if not, it is just
 * forgotten. Used by one thread.
 */
final class Touched {
  private static final int MANY = 4096;

  private final Layout layout;
  private final Disk disk;
  private final boolean force;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> directories = new LinkedHashSet<>();

  Touched(Layout layout, Disk disk, boolean force) {
    this.layout = layout;
    this.disk = disk;
    this.force = force;
  }

  /** The files of copies that were added, and the directories of all. */
  void copies(Map<UUID, IndexEntry> changes) {
    for (IndexEntry entry : changes.values()) {
      if (!entry.isRemoved()) {
        files.add(layout.file(entry.place()));
        if (BlockSums.areKept(entry.size())) {
          files.add(layout.blocks(entry.place()));
        }
      }
    }
  }

  /** The directories and metadata of leaves, and all directories above. */
  void leaves(Collection<Integer> leaves) {
    for (int leaf : leaves) {
      files.add(layout.metadata(leaf));
      upTo(layout.files(), layout.leaf(leaf));
      upTo(layout.meta(), layout.metadata(leaf).getParent());
      upTo(layout.blocks(), layout.blocks(leaf));
    }
  }

  private void upTo(Path top, Path directory) {
    for (Path next = directory; !next.equals(top); next = next.getParent()) {
      directories.add(next); // that it is there says nothing of those above
    }
    directories.add(top);
  }

  /** More files, with the directories that they are in. */
  void files(Collection<Path> more) {
    files.addAll(more);
    more.forEach(file -> directories.add(file.getParent()));
  }

  /** Forces all of it and forgets it, once it is more than a small heap should hold. */
  void forceMany() throws IOException {
    if (files.size() >= MANY) {
      force();
    }
  }

  /** Forces all of it and forgets it. */
  void force() throws IOException {
    if (force && !files.isEmpty()) {
      disk.forceAll(files, directories);
    }
    files.clear();
    directories.clear();
  }
}

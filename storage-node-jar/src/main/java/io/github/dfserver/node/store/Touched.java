package io.github.dfserver.node.store;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What has to be forced where the whole file system cannot be. */
final class Touched {
  private final Layout layout;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> directories = new LinkedHashSet<>();

  Touched(Layout layout) {
    this.layout = layout;
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

  /** Forgets all of them. */
  void clear() {
    files.clear();
    directories.clear();
  }

  Set<Path> files() {
    return files;
  }

  Set<Path> directories() {
    return directories;
  }
}

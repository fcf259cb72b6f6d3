package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metadata of the copies of each leaf, in one small file for each, which is only appended to.
 * When most of what is in it is about copies that are gone, it is written anew at the next
 * checkpoint. Safe for use by several threads.
 */
final class LeafMetadata {
  private static final Logger LOG = System.getLogger(LeafMetadata.class.getName());
  private static final int STRIPES = 64;
  private static final int WORTH_REWRITING_BYTES = 16 * 1024;
  private static final int MOST_REWRITTEN = 256;

  private final Layout layout;
  private final Disk disk;
  private final Staging staging;
  private final Object[] stripes = new Object[STRIPES];
  private final Set<Integer> worthRewriting = ConcurrentHashMap.newKeySet();
  private final Map<Integer, StagingPlace> rewritten = new ConcurrentHashMap<>();

  LeafMetadata(Layout layout, Disk disk, Staging staging) {
    this.layout = layout;
    this.disk = disk;
    this.staging = staging;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Object();
    }
  }

  private Object stripe(int leaf) {
    return stripes[leaf % STRIPES];
  }

  /** What is known of the copies of a leaf. */
  LeafRecords read(int leaf) throws IOException {
    synchronized (stripe(leaf)) {
      return LeafRecords.read(layout.metadata(leaf), leaf);
    }
  }

  /** What is known of a copy; empty when its record is damaged. */
  Optional<Copy> find(IndexEntry entry, UUID copyId) throws IOException {
    return read(entry.place().leaf()).find(entry.place().slot(), copyId).map(CopyRecord::copy);
  }

  /** Appends that a copy was added; {@code record} is its encoded {@link CopyRecord}. */
  void added(int leaf, ByteBuffer record) throws IOException {
    append(leaf, LeafRecords.added(record));
  }

  /**
   * Appends that a slot is free again, its file being gone. Not being able to is no harm: a record
   * whose file is gone counts for nothing when the index is made again.
   */
  void removed(Place place) {
    int leaf = place.leaf();
    try {
      if (append(leaf, LeafRecords.removed(place.slot())) > WORTH_REWRITING_BYTES) {
        worthRewriting.add(leaf);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The removal of a copy could not be noted beside its leaf", e);
    }
  }

  private long append(int leaf, ByteBuffer record) throws IOException {
    synchronized (stripe(leaf)) {
      abandonRewritten(leaf);
      return disk.append(layout.metadata(leaf), record);
    }
  }

  /** Removes the file of a leaf that has no copies any more. */
  void delete(int leaf) throws IOException {
    synchronized (stripe(leaf)) {
      abandonRewritten(leaf);
      disk.delete(layout.metadata(leaf));
    }
    worthRewriting.remove(leaf);
  }

  private void abandonRewritten(int leaf) throws IOException {
    StagingPlace place = rewritten.remove(leaf);
    if (place != null) {
      staging.drop(place);
    }
  }

  /**
   * First half of writing files anew: returns the new ones, which must be forced next. What cannot
   * be written now is left for another time.
   */
  Set<Path> prepareRewritten() {
    for (int leaf : Set.copyOf(worthRewriting)) {
      if (rewritten.size() < MOST_REWRITTEN) {
        worthRewriting.remove(leaf);
        rewrite(leaf);
      }
    }
    Set<Path> files = new HashSet<>();
    rewritten.values().forEach(place -> files.add(place.path()));
    return files;
  }

  private void rewrite(int leaf) {
    synchronized (stripe(leaf)) {
      try {
        LeafRecords records = LeafRecords.read(layout.metadata(leaf), leaf);
        if (!rewritten.containsKey(leaf) && records.isMostlyDead()) {
          rewritten.put(leaf, staging.write("leaf-" + leaf, records.encode()));
        }
      } catch (IOException | StoreException e) {
        LOG.log(Level.WARNING, "The metadata of a leaf could not be written anew", e);
      }
    }
  }

  /** Second half, when they are forced: puts those in place whose leaf has not changed since. */
  void placeRewritten() {
    for (Map.Entry<Integer, StagingPlace> entry : Map.copyOf(rewritten).entrySet()) {
      synchronized (stripe(entry.getKey())) {
        if (rewritten.remove(entry.getKey(), entry.getValue())) {
          place(entry.getKey(), entry.getValue());
        }
      }
    }
  }

  private void place(int leaf, StagingPlace place) {
    try {
      disk.move(place.path(), layout.metadata(leaf));
      staging.release(place);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The metadata of a leaf could not be replaced", e);
    }
  }
}

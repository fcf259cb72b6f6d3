package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Tells what is stored, in the order of places: so each leaf's metadata is read once, and nothing
 * of the whole is in memory. Looks for the files, and reads none. Safe for use by many threads.
 */
final class Inventory {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  /** A page ends by then, so that on a slow disk too it is answered in time. */
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(1);

  private static final CopyHealth MISSING = CopyHealth.MISSING;

  private final Layout layout;
  private final Tree tree;
  private final CopyIndex index;
  private final LeafMetadata metadata;
  private final Unwell unwell;

  Inventory(Parts parts) {
    this.layout = parts.layout();
    this.tree = parts.tree();
    this.index = parts.index();
    this.metadata = parts.metadata();
    this.unwell = parts.unwell();
  }

  /** A page that is being filled. */
  private static final class Page {
    private final int limit;
    private final long end = System.nanoTime() + LONGEST_PAGE.toNanos();
    private final List<Copies.Held> copies = new ArrayList<>();
    private int bytes;
    private long last;

    Page(long after, int limit) {
      this.limit = limit;
      this.last = after;
    }

    /** Takes a copy if there is room for it. */
    boolean add(long slot, Copies.Held held) {
      if (copies.size() == limit || bytes + held.bytes() > Copies.MAX_PAGE_BYTES) {
        return false;
      }
      copies.add(held);
      bytes += held.bytes();
      last = slot;
      return true;
    }

    /** A leaf is done; tells whether there is time for another one. */
    boolean hasTimeAfter(int leaf) {
      last = (leaf + 1L) * Base36.RADIX - 1;
      return System.nanoTime() - end < 0;
    }
  }

  /** See {@link CopyStore#copies}. */
  CopyPage page(long after, int limit) throws StoreException {
    requireDirectory();
    Page page = new Page(after, limit);
    int leaf = after >= Layout.SLOTS - 1 ? -1 : tree.nextLeaf(Place.leaf(after + 1));
    while (leaf >= 0) {
      boolean whole = add(leaf, page);
      int next = whole ? tree.nextLeaf(leaf + 1) : leaf;
      if (next >= 0 && !(whole && page.hasTimeAfter(leaf))) {
        return new CopyPage(page.last, page.copies);
      }
      leaf = next;
    }
    return new CopyPage(Copies.END, page.copies);
  }

  /** Adds the copies of a leaf that are behind the page's last; returns whether all had room. */
  private boolean add(int leaf, Page page) {
    try {
      LeafRecords records = metadata.read(leaf);
      boolean there = isThere(leaf);
      for (CopyRecord record : records.live()) {
        if (record.place().slot() > page.last && !add(record, there, page)) {
          return false;
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Copies of a leaf are left out of an inventory", e);
    }
    return true;
  }

  /** The index is asked last, because a copy may have been removed since its record was read. */
  private boolean add(CopyRecord record, boolean leafIsThere, Page page) throws IOException {
    CopyHealth health =
        leafIsThere ? look(record.copy().copyId(), record.place(), record.copy().size()) : MISSING;
    IndexEntry entry = index.get(record.copy().copyId());
    boolean stored = entry != null && entry.place().slot() == record.place().slot();
    return !stored || page.add(record.place().slot(), new Copies.Held(record.copy(), health));
  }

  /** See {@link CopyStore#look}. */
  List<CopyHealth> look(List<UUID> copyIds) throws IOException, StoreException {
    requireDirectory();
    List<CopyHealth> health = new ArrayList<>(copyIds.size());
    for (UUID copyId : copyIds) {
      health.add(look(copyId));
    }
    return health;
  }

  private CopyHealth look(UUID copyId) throws IOException {
    IndexEntry entry = index.get(copyId);
    if (entry == null || !isThere(entry.place().leaf())) {
      return MISSING;
    }
    CopyHealth health = look(copyId, entry.place(), entry.size());
    // A copy that was deleted meanwhile may have left its place to another.
    return index.get(copyId) == null ? MISSING : health;
  }

  private boolean isThere(int leaf) {
    try {
      return Directories.check(layout.files(), leaf, Layout.LEAF_DIGITS);
    } catch (IOException e) {
      return false;
    }
  }

  private CopyHealth look(UUID copyId, Place place, long size) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(
              layout.file(place), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        return MISSING;
      }
      boolean damaged = attributes.size() != size || unwell.of(copyId) == CopyHealth.DAMAGED;
      return damaged ? CopyHealth.DAMAGED : CopyHealth.INTACT;
    } catch (IOException e) {
      return MISSING;
    }
  }

  /** Without it every file would be missing, when only a disk is not mounted. */
  private void requireDirectory() throws StoreException {
    Path identity = layout.identity();
    if (!Files.isRegularFile(identity, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreException(
          FailureCode.STORE_FAILED,
          "the data directory "
              + layout.root()
              + " is gone from under the running node; bring it back and restart the node");
    }
  }
}

package io.github.dfserver.node.store;

import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalOptions;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Opens a store: lock, identity, index, journal, and what they say put into effect. */
final class Opening implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());
  private static final int PENDING_BYTES = 5 << 20;

  private final StoreOptions options;
  private final Ports ports;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  Opening(StoreOptions options, Ports ports) {
    this.options = options;
    this.ports = ports;
  }

  /** Lets go again what was opened, when the opening did not come to its end. */
  @Override
  public void close() throws IOException {
    for (AutoCloseable resource : opened) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.DEBUG, "Giving up on opening the store", e);
      }
    }
  }

  /** The store has taken over what was opened. */
  void succeeded() {
    opened.clear();
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Does it. */
  OpenStore open() throws IOException, StoreException {
    if (!Files.isDirectory(options.root())) {
      Files.createDirectories(options.root());
    }
    Layout layout = new Layout(options.root().toRealPath());
    RootLock lock = keep(RootLock.take(layout));
    Disk disk = ports.disk().open(layout.root());
    keep(disk);
    IdentityFile identityFile =
        new IdentityFile(
            new DataDirectory(layout, disk),
            ports.formats(),
            FileNames.ofThisMachine(false, false).unicode());
    NodeIdentity identity = identityFile.open(options.nodeId());
    makeFolders(layout, disk);

    Staging staging = new Staging(layout.staging(), disk);
    LeafMetadata metadata = new LeafMetadata(layout, disk, staging);
    TombstoneLog tombstones =
        new TombstoneLog(new TombstoneSegments(layout.tombstones(), disk), Clock.systemUTC());
    Tree tree = new Tree(layout, disk, metadata, names(layout, disk));
    Workers workers = keep(new Workers(options.threads()));
    Health health = new Health();

    OptionalLong oldest = Journal.oldestPosition(layout.journal());
    Optional<IndexFile> found = openIndex(layout, identity, oldest);
    Optional<CopyIndex> foundIndex = Optional.empty();
    if (found.isPresent()) {
      found.get().restoreSlots(tree);
      foundIndex = Optional.of(new CopyIndex(found.get()));
    }
    long from = found.isPresent() ? found.get().position() : oldest.orElse(0);
    Touched touched = new Touched(layout, disk, options.fsync());
    Recovery recovery =
        new Recovery(layout, disk, staging, tree, metadata, foundIndex, tombstones, touched);
    JournalOptions journalOptions = journalOptions(workers);
    Journal.open(layout.journal(), from, journalOptions, recovery::note).close();
    recovery.removeGone();
    Journal journal = keep(Journal.open(layout.journal(), from, journalOptions, recovery::restore));
    recovery.end();

    IndexFile indexFile =
        found.isPresent() ? found.get() : rebuild(layout, disk, tree, touched, identity, journal);
    CopyIndex index = foundIndex.isPresent() ? foundIndex.get() : new CopyIndex(indexFile);
    Parts parts =
        new Parts(
            layout,
            disk,
            staging,
            tree,
            metadata,
            index,
            new Unwell(index),
            tombstones,
            new ChangeLog(journal, health),
            health);
    Checkpoint checkpoint = new Checkpoint(parts, options.fsync(), ports.limits());
    checkpoint.perform();
    return new OpenStore(
        parts, identityFile, identity, checkpoint, workers, journal, indexFile, lock);
  }

  private void makeFolders(Layout layout, Disk disk) throws IOException, StoreException {
    boolean made = false;
    for (Path folder :
        List.of(
            layout.files(),
            layout.meta(),
            layout.blocks(),
            layout.staging(),
            layout.journal(),
            layout.index(),
            layout.tombstones(),
            layout.scrub())) {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        disk.createDirectory(folder);
        made = true;
      } else if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException(FailureCode.INVALID, folder + " is not a directory");
      }
    }
    if (made) {
      disk.forceDirectory(layout.root());
    }
  }

  private FileNames names(Layout layout, Disk disk) throws IOException {
    return ports.names().isPresent()
        ? ports.names().get()
        : NameProbe.probe(layout.staging(), disk);
  }

  private Optional<IndexFile> openIndex(Layout layout, NodeIdentity identity, OptionalLong oldest) {
    Optional<IndexFile> index =
        IndexFile.open(layout.index(), identity.instanceId(), options.fsync());
    if (index.isPresent() && index.get().position() < oldest.orElse(0)) {
      LOG.log(Level.WARNING, "The index in {0} is older than the journal", layout.index());
      index.get().abandon();
      return Optional.empty();
    }
    index.ifPresent(this::keep);
    return index;
  }

  /** Makes the index anew. Its name is forced, because the journal will forget what is in it. */
  private IndexFile rebuild(
      Layout layout, Disk disk, Tree tree, Touched touched, NodeIdentity identity, Journal journal)
      throws IOException {
    IndexFile index =
        keep(IndexFile.create(layout.index(), identity.instanceId(), options.fsync()));
    if (identity.incarnation() > 1) {
      LOG.log(Level.WARNING, "There is no usable index in {0}; it is made anew", layout.index());
    }
    new IndexRebuild(layout, tree, index, touched).run(journal.appendedPosition());
    if (options.fsync()) {
      disk.forceDirectory(layout.index());
    }
    return index;
  }

  private JournalOptions journalOptions(Workers workers) {
    return JournalOptions.defaults()
        .withSegmentBytes(ports.segmentBytes())
        .withMaxPendingBytes(PENDING_BYTES)
        .withForce(options.fsync())
        .withExecutor(workers.applying())
        .withThreadFactory(work -> workers.named("store-journal", work))
        .withFiles(ports.journalFiles());
  }
}

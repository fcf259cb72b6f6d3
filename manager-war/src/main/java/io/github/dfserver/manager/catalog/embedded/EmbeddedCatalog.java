package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.format.Formats;
import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalFile;
import io.github.dfserver.journal.JournalOptions;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterCatalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.ManagerCatalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import io.github.dfserver.manager.catalog.StrayCatalog;
import io.github.dfserver.manager.catalog.TombstoneCatalog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.h2.mvstore.MVStore;

/**
 * A catalogue in a directory of its own, for one manager. A change is durable by the journal, is
 * kept in memory until the next checkpoint, and reaches the state file with it. So a change costs
 * no write but its journal entry, and memory holds no more than the changes of a few seconds.
 */
public final class EmbeddedCatalog implements Catalog {
  private static final Logger LOG = System.getLogger(EmbeddedCatalog.class.getName());
  private static final int SEGMENT_BYTES = 16 << 20;

  private final CatalogDirectory directory;
  private final State state;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final FileCatalog files;
  private final NodeCatalog nodes;
  private final TombstoneCatalog tombstones;
  private final StrayCatalog strays;
  private final ManagerCatalog managers;
  private final ClusterCatalog cluster;
  private final UUID clusterId;

  private EmbeddedCatalog(
      CatalogDirectory directory,
      State state,
      Journal journal,
      Ledger ledger,
      EmbeddedOptions options) {
    this.directory = directory;
    this.state = state;
    this.journal = journal;
    Scans scans = new Scans(options.scanExecutor(), ledger);
    files = new EmbeddedFiles(state, ledger, scans);
    nodes = new EmbeddedNodes(state, ledger);
    tombstones = new EmbeddedTombstones(state, ledger, scans);
    strays = new EmbeddedStrays(state, ledger, scans);
    managers = new EmbeddedManagers(ledger);
    EmbeddedCluster onlyCluster = new EmbeddedCluster(ledger);
    cluster = onlyCluster;
    clusterId = onlyCluster.now().clusterId();
    checkpoints =
        new Checkpoints(
            state, directory.mark(), ledger, journal, options.checkpointInterval().toNanos());
  }

  /**
   * Opens the catalogue, or creates it.
   *
   * @throws CatalogException when the directory is in use, damaged, or of another format
   */
  public static EmbeddedCatalog open(EmbeddedOptions options) {
    return open(options, JournalFile.Opener.disk(), State.UNSAVED_BYTES);
  }

  /** As one that knows other formats. */
  static EmbeddedCatalog open(EmbeddedOptions options, Formats<MVStore> formats) {
    return open(options, JournalFile.Opener.disk(), State.UNSAVED_BYTES, formats);
  }

  /** With another disk below the journal, and checkpoints that are written in other parts. */
  static EmbeddedCatalog open(EmbeddedOptions options, JournalFile.Opener disk, int unsavedBytes) {
    return open(options, disk, unsavedBytes, State.FORMATS);
  }

  private static EmbeddedCatalog open(
      EmbeddedOptions options,
      JournalFile.Opener disk,
      int unsavedBytes,
      Formats<MVStore> formats) {
    JournalOptions journalOptions =
        JournalOptions.defaults()
            .withSegmentBytes(SEGMENT_BYTES)
            .withForce(options.force())
            .withExecutor(options.executor())
            .withThreadFactory(options.threadFactory())
            .withFiles(disk);
    CatalogDirectory directory = null;
    State state = null;
    Journal journal = null;
    EmbeddedCatalog opened = null;
    try {
      directory = CatalogDirectory.lock(options.directory(), options.force(), formats);
      state = directory.openState(options, journalOptions, unsavedBytes);
      Ledger ledger = new Ledger(state, options.checkpointBytes());
      long from = state.position();
      journal =
          Journal.open(
              directory.journal(),
              from,
              journalOptions,
              (position, entry) -> ledger.replay(position, Entry.decode(entry)));
      ledger.start(journal, from);
      EmbeddedCatalog catalog = new EmbeddedCatalog(directory, state, journal, ledger, options);
      options.threadFactory().newThread(catalog.checkpoints).start();
      opened = catalog;
      return catalog;
    } catch (CatalogException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new CatalogException(
          "The catalogue in "
              + options.directory()
              + " cannot be opened; see to its disk, or restore the directory, all of it, from a"
              + " backup: "
              + e.getMessage(),
          e);
    } finally {
      if (opened == null) {
        abandon(journal, state, directory);
      }
    }
  }

  private static void abandon(Journal journal, State state, CatalogDirectory directory) {
    if (journal != null) {
      close(journal);
    }
    if (state != null) {
      state.abandon();
    }
    if (directory != null) {
      directory.close();
    }
  }

  private static void close(Journal journal) {
    try {
      journal.close();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "The catalogue's journal was not closed well", e);
    }
  }

  @Override
  public FileCatalog files() {
    return files;
  }

  @Override
  public NodeCatalog nodes() {
    return nodes;
  }

  @Override
  public TombstoneCatalog tombstones() {
    return tombstones;
  }

  @Override
  public StrayCatalog strays() {
    return strays;
  }

  @Override
  public ManagerCatalog managers() {
    return managers;
  }

  @Override
  public ClusterCatalog cluster() {
    return cluster;
  }

  @Override
  public UUID clusterId() {
    return clusterId;
  }

  @Override
  public void close() {
    try {
      boolean whole = checkpoints.stop();
      close(journal);
      if (whole) {
        state.close();
      } else {
        state.abandon();
      }
    } finally {
      directory.close();
    }
  }
}

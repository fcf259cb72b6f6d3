package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalOptions;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.NodeCatalog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A catalogue in a directory of its own, for one manager. What is answered is in a journal that was
 * forced; the state follows at checkpoints.
 */
public final class EmbeddedCatalog implements Catalog {
  private static final Logger LOG = System.getLogger(EmbeddedCatalog.class.getName());
  private static final int FORMAT = 1;
  private static final String STATE_FILE = "state.mv";

  private final FileChannel lock;
  private final MVStore store;
  private final Journal journal;
  private final Checkpoints checkpoints;
  private final FileCatalog files;
  private final NodeCatalog nodes;
  private final UUID clusterId;

  private EmbeddedCatalog(
      FileChannel lock,
      MVStore store,
      Journal journal,
      Checkpoints checkpoints,
      FileCatalog files,
      NodeCatalog nodes,
      UUID clusterId) {
    this.lock = lock;
    this.store = store;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.files = files;
    this.nodes = nodes;
    this.clusterId = clusterId;
  }

  /**
   * Opens the catalogue, or creates it.
   *
   * @throws CatalogException when the directory is in use, damaged, or of a newer format
   */
  public static EmbeddedCatalog open(EmbeddedOptions options) {
    Path directory = options.directory();
    FileChannel lock = null;
    MVStore store = null;
    try {
      Files.createDirectories(directory);
      lock = lock(directory);
      store = openStore(directory.resolve(STATE_FILE), options);
      MVMap<String, String> meta = store.openMap("meta");
      checkFormat(directory, meta);
      UUID clusterId = clusterId(store, meta);
      State state = new State(store);
      Changes changes = new Changes(state);
      Journal journal =
          Journal.open(
              directory.resolve("journal"),
              Checkpoints.position(meta),
              JournalOptions.defaults()
                  .withForce(options.force())
                  .withExecutor(options.executor())
                  .withThreadFactory(options.threadFactory()),
              changes.replay());
      changes.start(journal);
      Checkpoints checkpoints = new Checkpoints(store, meta, changes, options);
      options.threadFactory().newThread(checkpoints).start();
      return new EmbeddedCatalog(
          lock,
          store,
          journal,
          checkpoints,
          new EmbeddedFiles(state, changes, options.scanExecutor()),
          new EmbeddedNodes(state, changes),
          clusterId);
    } catch (IOException | MVStoreException e) {
      abandon(store, lock);
      throw new CatalogException(
          "The catalogue in "
              + directory
              + " cannot be opened ("
              + e.getMessage()
              + "); see to the disk, or restore the directory from a backup",
          e);
    } catch (RuntimeException e) {
      abandon(store, lock);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock locked = channel.tryLock();
      if (locked != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "Locked by this very process", e);
    }
    channel.close();
    throw new CatalogException(
        "The catalogue in " + directory + " is in use by another manager; stop that one first");
  }

  private static MVStore openStore(Path file, EmbeddedOptions options) {
    return new MVStore.Builder()
        .fileName(file.toString())
        .autoCommitDisabled()
        .cacheSize(options.cacheMebibytes())
        .open();
  }

  private static void checkFormat(Path directory, MVMap<String, String> meta) {
    int format = Integer.parseInt(meta.getOrDefault("format", String.valueOf(FORMAT)));
    if (format > FORMAT) {
      throw new CatalogException(
          "The catalogue in "
              + directory
              + " has format "
              + format
              + ", and this manager knows only "
              + FORMAT
              + "; start a newer manager");
    }
  }

  private static UUID clusterId(MVStore store, MVMap<String, String> meta) {
    String id = meta.get("cluster");
    if (id == null) {
      id = UUID.randomUUID().toString();
      meta.put("cluster", id);
      meta.put("format", String.valueOf(FORMAT));
      store.commit();
      store.sync();
    }
    return UUID.fromString(id);
  }

  private static void abandon(MVStore store, FileChannel lock) {
    if (store != null) {
      store.closeImmediately();
    }
    close(lock);
  }

  private static void close(FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "The catalogue's lock could not be given back", e);
      }
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
  public UUID clusterId() {
    return clusterId;
  }

  @Override
  public void close() {
    try {
      checkpoints.close();
      journal.close();
      store.close();
    } catch (IOException | MVStoreException e) {
      LOG.log(Level.ERROR, "The catalogue was not closed well; its journal has everything", e);
      store.closeImmediately();
    } finally {
      close(lock);
    }
  }
}

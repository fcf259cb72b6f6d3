package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalOptions;
import io.github.dfserver.manager.catalog.CatalogException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;

/**
 * The directory of a catalogue, locked: {@code catalogue.mv}, {@code journal/} and {@code lock}.
 * The journal is there before the state file is, so that a missing one of the two is noticed.
 */
final class CatalogDirectory implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CatalogDirectory.class.getName());
  private static final String RESTORE = "; restore the directory, all of it, from a backup";

  private final Path directory;
  private final FileChannel lock;

  private CatalogDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Creates the directory where it is missing, and locks it.
   *
   * @throws CatalogException when another catalogue has it open
   */
  static CatalogDirectory lock(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock locked = channel.tryLock();
      if (locked != null) {
        return new CatalogDirectory(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "Locked by this very process", e);
    }
    channel.close();
    throw new CatalogException(
        "The catalogue in " + directory + " is in use by another manager; stop that one first");
  }

  private Path stateFile() {
    return directory.resolve("catalogue.mv");
  }

  Path journal() {
    return directory.resolve("journal");
  }

  /** Opens the state; creates it, and an empty journal, where there is nothing yet. */
  State openState(EmbeddedOptions options, JournalOptions journalOptions, int unsavedBytes)
      throws IOException {
    boolean journalThere = hasEntries(journal());
    if (Files.exists(stateFile())) {
      if (!journalThere) {
        throw new CatalogException(
            "The catalogue in " + directory + " has lost its journal" + RESTORE);
      }
    } else {
      if (journalThere) {
        requireEmptyJournal(journalOptions);
      } else {
        Journal.open(journal(), 0, journalOptions, (position, entry) -> {}).close();
      }
      createState(options, journalOptions);
    }
    return openState(options, unsavedBytes);
  }

  /** An MVStore whose beginning is damaged opens as an empty one. */
  private State openState(EmbeddedOptions options, int unsavedBytes) {
    MVStore store = openStore(stateFile(), options);
    if (!State.isIn(store)) {
      store.closeImmediately();
      throw new CatalogException(
          "The state file of the catalogue in " + directory + " is damaged" + RESTORE);
    }
    return state(store, options, unsavedBytes);
  }

  /** After a crash during the creation the journal may be there, with nothing in it. */
  private void requireEmptyJournal(JournalOptions options) throws IOException {
    String lost = "The catalogue in " + directory + " has lost its state file" + RESTORE;
    try (Journal journal =
        Journal.open(
            journal(),
            0,
            options,
            (position, entry) -> {
              throw new CatalogException(lost);
            })) {
      if (journal.appendedPosition() > 0) {
        throw new CatalogException(lost);
      }
    }
  }

  /** Under another name first, so that the state file is whole from its first moment on. */
  private void createState(EmbeddedOptions options, JournalOptions journalOptions)
      throws IOException {
    Path draft = directory.resolve("catalogue.new");
    Files.deleteIfExists(draft);
    State.create(openStore(draft, options), options.force());
    if (options.force()) {
      journalOptions.files().forceDirectory(directory);
    }
    Files.move(draft, stateFile(), StandardCopyOption.ATOMIC_MOVE);
    if (options.force()) {
      journalOptions.files().forceDirectory(directory);
      journalOptions.files().forceDirectory(directory.toAbsolutePath().getParent());
    }
  }

  private static MVStore openStore(Path file, EmbeddedOptions options) {
    return new MVStore.Builder()
        .fileName(SteadyFilePath.of(file))
        .autoCommitDisabled() // no thread of its own,
        .autoCommitBufferSize(0) // and no commit in the middle of a change
        .cacheSize(options.cacheMebibytes())
        .open();
  }

  private static State state(MVStore store, EmbeddedOptions options, int unsavedBytes) {
    try {
      return new State(store, options.force(), unsavedBytes);
    } catch (RuntimeException e) {
      store.closeImmediately();
      throw e;
    }
  }

  private static boolean hasEntries(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    }
  }

  /** Gives the directory back. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The lock of " + directory + " could not be given back", e);
    }
  }
}

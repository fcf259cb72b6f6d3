package io.github.dfserver.manager.catalog.embedded;

import io.github.dfserver.format.Formats;
import io.github.dfserver.format.UnknownFormatException;
import io.github.dfserver.journal.Journal;
import io.github.dfserver.journal.JournalOptions;
import io.github.dfserver.manager.catalog.CatalogException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;

/**
 * The directory of a catalogue, locked: {@code catalogue.mv}, {@code checkpoint}, {@code journal/}
 * and {@code lock}. The journal is there before the state file is, so that a missing one of the two
 * is noticed.
 */
final class CatalogDirectory implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CatalogDirectory.class.getName());
  private static final String RESTORE = "; restore the directory, all of it, from a backup";

  private final Path directory;
  private final FileChannel lock;
  private final CheckpointMark mark;
  private final Formats<MVStore> formats;

  private CatalogDirectory(
      Path directory, FileChannel lock, boolean force, Formats<MVStore> formats) {
    this.directory = directory;
    this.lock = lock;
    this.formats = formats;
    mark = new CheckpointMark(directory.resolve("checkpoint"), force);
  }

  /**
   * Creates the directory where it is missing, and locks it.
   *
   * @param force whether what is written there is forced to disk
   * @param formats which formats of the state file are known
   * @throws CatalogException when another catalogue has it open
   */
  static CatalogDirectory lock(Path directory, boolean force, Formats<MVStore> formats)
      throws IOException {
    Files.createDirectories(directory);
    keepPrivate(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock locked = channel.tryLock();
      if (locked != null) {
        return new CatalogDirectory(directory, channel, force, formats);
      }
    } catch (OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "Locked by this very process", e);
    }
    channel.close();
    throw new CatalogException(
        "The catalogue in " + directory + " is in use by another manager; stop that one first");
  }

  /** The names of all files and the cluster's secret are in it. */
  private static void keepPrivate(Path directory) throws IOException {
    if (Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private Path stateFile() {
    return directory.resolve("catalogue.mv");
  }

  Path journal() {
    return directory.resolve("journal");
  }

  /** What tells how far the state file has to reach. */
  CheckpointMark mark() {
    return mark;
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
    return openState(options, unsavedBytes, journalOptions);
  }

  /**
   * An MVStore opens as an empty one when its beginning is damaged, and as an earlier one when its
   * end is; what is left of space in it may have been used again since.
   */
  private State openState(EmbeddedOptions options, int unsavedBytes, JournalOptions journalOptions)
      throws IOException {
    requireBlocks();
    String damaged = "The state file of the catalogue in " + directory + " is damaged";
    OptionalLong known = mark.read();
    if (known.isEmpty()) {
      throw new CatalogException(
          "The catalogue in " + directory + " does not know any more how far it reaches" + RESTORE);
    }
    requireKnownFormat(options, damaged + RESTORE);
    MVStore store = openStore(stateFile(), options);
    boolean whole = false;
    try {
      if (!State.isIn(store)) {
        throw new CatalogException(damaged + RESTORE);
      }
      upgrade(store, options, journalOptions);
      State state = new State(store, options.force(), unsavedBytes);
      if (state.position() < known.getAsLong()) {
        throw new CatalogException(damaged + ", or is of an earlier time" + RESTORE);
      }
      whole = true;
      return state;
    } finally {
      if (!whole) {
        store.closeImmediately();
      }
    }
  }

  private String named() {
    return "The catalogue in " + directory;
  }

  /** Looks without writing: a file that is too new is left as it is, to the last byte. */
  private void requireKnownFormat(EmbeddedOptions options, String damaged) {
    MVStore store = builder(stateFile(), options).readOnly().open();
    try {
      if (!State.isIn(store)) {
        throw new CatalogException(damaged);
      }
      formats.require(named(), State.format(store));
    } catch (UnknownFormatException e) {
      throw new CatalogException(e.getMessage(), e);
    } finally {
      store.closeImmediately();
    }
  }

  private void upgrade(MVStore store, EmbeddedOptions options, JournalOptions journalOptions)
      throws IOException {
    int found = State.format(store);
    if (found < formats.current()) {
      requireReplayed(State.position(store), journalOptions);
    }
    formats.upgrade(
        named(), found, store, format -> State.recordFormat(store, format, options.force()));
  }

  /** The version that wrote the journal is the one that can read it. */
  private void requireReplayed(long position, JournalOptions journalOptions) throws IOException {
    Journal.open(
            journal(),
            position,
            journalOptions,
            (at, entry) -> {
              throw new CatalogException(
                  named()
                      + " has an older format, and was not closed in order; start the version"
                      + " of the manager that wrote it once more, stop it, and then start this one");
            })
        .close();
  }

  /** Formats before the second had no checksums before the blocks. */
  private void requireBlocks() throws IOException {
    try (InputStream in = Files.newInputStream(stateFile())) {
      if (Arrays.equals(in.readNBytes(3), new byte[] {'H', ':', '2'})) {
        throw new CatalogException(
            "The catalogue in "
                + directory
                + " has an older format; use the version of the manager that wrote it");
      }
    }
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
    try {
      State.create(openStore(draft, options), formats.current(), options.force());
    } finally {
      SteadyFilePath.closeLeft(draft);
    }
    if (options.force()) {
      journalOptions.files().forceDirectory(directory);
    }
    mark.write(0);
    Files.move(draft, stateFile(), StandardCopyOption.ATOMIC_MOVE);
    if (options.force()) {
      journalOptions.files().forceDirectory(directory);
      journalOptions.files().forceDirectory(directory.toAbsolutePath().getParent());
    }
  }

  private static MVStore openStore(Path file, EmbeddedOptions options) {
    return builder(file, options).open();
  }

  private static MVStore.Builder builder(Path file, EmbeddedOptions options) {
    return new MVStore.Builder()
        .fileName(SteadyFilePath.of(file))
        .autoCommitDisabled() // no thread of its own,
        .autoCommitBufferSize(0) // and no commit in the middle of a change
        .cacheSize(options.cacheMebibytes());
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
      SteadyFilePath.closeLeft(stateFile());
      lock.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The lock of " + directory + " could not be given back", e);
    }
  }
}

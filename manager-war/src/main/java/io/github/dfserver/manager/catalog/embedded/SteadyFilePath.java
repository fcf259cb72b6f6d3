package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file that stays open when a thread is interrupted while it reads: a channel of {@code
 * java.nio.channels} would be closed, and the catalogue with it. Public because MVStore makes
 * instances of it.
 */
public final class SteadyFilePath extends FilePathWrapper {
  private static final String SCHEME = "steady";
  private static final Map<String, SteadyFile> OPEN = new ConcurrentHashMap<>();

  static {
    FilePath.register(new SteadyFilePath());
  }

  /** For MVStore. */
  public SteadyFilePath() {}

  /** What MVStore is to open for a file. */
  static String of(Path file) {
    return SCHEME + ":" + file.toAbsolutePath();
  }

  /** Closes what MVStore has left open: it does when it meets something that it did not expect. */
  static void closeLeft(Path file) throws IOException {
    SteadyFile left = OPEN.get(FilePath.get(file.toAbsolutePath().toString()).toString());
    if (left != null) {
      left.close();
    }
  }

  static void closed(SteadyFile file) {
    OPEN.values().remove(file);
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    String name = unwrap().toString();
    SteadyFile file = new SteadyFile(name, mode);
    OPEN.put(name, file);
    return file;
  }

  /** Without the checksums, since MVStore works with it. */
  @Override
  public long size() {
    return SealedBlocks.contentSize(super.size());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }
}

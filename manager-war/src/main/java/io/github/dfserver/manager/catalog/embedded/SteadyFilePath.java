package io.github.dfserver.manager.catalog.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file that stays open when a thread is interrupted while it reads: a channel of {@code
 * java.nio.channels} would be closed, and the catalogue with it. Public because MVStore makes
 * instances of it.
 */
public final class SteadyFilePath extends FilePathWrapper {
  private static final String SCHEME = "steady";

  static {
    FilePath.register(new SteadyFilePath());
  }

  /** For MVStore. */
  public SteadyFilePath() {}

  /** What MVStore is to open for a file. */
  static String of(Path file) {
    return SCHEME + ":" + file.toAbsolutePath();
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new SteadyFile(unwrap().toString(), mode);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }
}

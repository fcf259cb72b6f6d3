package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Finds out which names the file system takes for one. */
final class NameProbe {
  private static final String COMPOSED = "probe-\u00e9";
  private static final String DECOMPOSED = "probe-e\u0301";

  private NameProbe() {}

  /** Tries in a directory that has nothing of that kind. */
  static FileNames probe(Path directory, Disk disk) throws IOException {
    boolean ignoresCase = isOne(directory, disk, "probe-a", "PROBE-A");
    FileNames names = FileNames.ofThisMachine(ignoresCase, false);
    boolean ignoresForm = names.unicode() && isOne(directory, disk, COMPOSED, DECOMPOSED);
    return FileNames.ofThisMachine(ignoresCase, ignoresForm);
  }

  private static boolean isOne(Path directory, Disk disk, String name, String other)
      throws IOException {
    Path file = directory.resolve(name);
    disk.delete(file);
    disk.create(file).close();
    boolean one = Files.exists(directory.resolve(other), LinkOption.NOFOLLOW_LINKS);
    disk.delete(file);
    return one;
  }
}

package io.github.dfserver.cli.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A directory into which files are brought under the names that they have on the server, and out of
 * which no such name leads. For any number of threads.
 */
public final class TargetDirectory {
  /** Names of devices, whatever their extension, and endings that Windows takes away. */
  private static final Pattern NOT_ON_WINDOWS =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?|.*[. ]|.*[<>:\"|?*].*");

  private static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path root;
  private volatile Path made; // the last one: names come in their order

  /** This directory, which may have to be made. */
  public TargetDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Where a file goes; the directory that it is in is there then.
   *
   * @param name relative, with {@code /} between its parts
   * @throws IOException it cannot go anywhere; the message says why
   */
  public Path place(String name) throws IOException {
    String[] parts = name.split("/", -1);
    Path place = root;
    for (String part : parts) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new IOException("Its name leads out of the directory.");
      }
      if (WINDOWS && NOT_ON_WINDOWS.matcher(part).matches()) {
        throw new IOException("Windows has no file of this name.");
      }
      place = next(place, part);
    }
    makeDirectory(place.getParent());
    requireSameName(place);
    return place;
  }

  private void makeDirectory(Path directory) throws IOException {
    if (directory.equals(made)) {
      return;
    }
    try {
      Files.createDirectories(root);
      Path existing = directory;
      while (!Files.exists(existing)) {
        existing = existing.getParent();
      }
      if (!existing.toRealPath().startsWith(root.toRealPath())) {
        throw new IOException("A symbolic link leads out of '" + root + "' here.");
      }
      Files.createDirectories(directory);
      made = directory;
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "It is in a folder for which there is a file here: '" + e.getMessage() + "'.", e);
    }
  }

  private static Path next(Path place, String part) throws IOException {
    try {
      Path next = place.resolve(part);
      if (next.getNameCount() != place.getNameCount() + 1) {
        throw new IOException("Its name is more than a name here.");
      }
      return next;
    } catch (InvalidPathException e) {
      throw new IOException("There can be no file of this name here: " + e.getReason() + ".", e);
    }
  }

  /** On disks that do not tell upper from lower case two names may be one. */
  private static void requireSameName(Path place) throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(place)) {
      throw new IOException("There is a directory of this name here: '" + place + "'.");
    }
    String there = place.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName().toString();
    if (!there.equals(place.getFileName().toString())) {
      throw new IOException("'" + there + "' is the same name on this disk.");
    }
  }
}

package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens the plain files of copies. */
final class CopyFile {
  private CopyFile() {}

  /**
   * Opens a copy's file.
   *
   * @throws UnwellException when it is not there, is no plain file, or has another size
   * @throws IOException when that cannot be told, since the whole directory is gone for instance
   */
  static FileChannel open(Layout layout, IndexEntry entry) throws IOException, UnwellException {
    FileChannel channel = openFile(layout, entry);
    boolean good = false;
    try {
      if (channel.size() != entry.size()) {
        throw new UnwellException(CopyHealth.DAMAGED, "it has " + channel.size() + " bytes", null);
      }
      good = true;
      return channel;
    } finally {
      if (!good) {
        channel.close();
      }
    }
  }

  private static FileChannel openFile(Layout layout, IndexEntry entry)
      throws IOException, UnwellException {
    Path file = layout.file(entry.place());
    try {
      if (!Directories.check(layout.files(), entry.place().leaf(), Layout.LEAF_DIGITS)) {
        throw missing(layout, "its directory is gone", null);
      }
      // A link leads elsewhere, and opening what is neither file nor directory may never end.
      if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        throw missing(layout, "its file was replaced by something else", null);
      }
      return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw missing(layout, "its file is gone", e);
    } catch (NotDirectoryException e) {
      throw missing(layout, "its directory was replaced by something else", e);
    }
  }

  private static UnwellException missing(Layout layout, String how, Exception cause)
      throws IOException {
    if (!Files.isRegularFile(layout.identity(), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "the data directory " + layout.root() + " is gone from under the node", cause);
    }
    return new UnwellException(CopyHealth.MISSING, how, cause);
  }
}

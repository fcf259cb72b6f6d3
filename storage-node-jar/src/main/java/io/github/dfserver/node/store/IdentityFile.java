package io.github.dfserver.node.store;

import io.github.dfserver.format.Formats;
import io.github.dfserver.format.UnknownFormatException;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/** The small file that says who a data directory is, and its format. Always forced. */
final class IdentityFile {
  /** Of a directory that does not say which it has. */
  private static final String FIRST_FORMAT = "1";

  private static final Set<String> NOT_OURS =
      Set.of("lock", "lost+found", "identity.properties.new");

  private final DataDirectory directory;
  private final Layout layout;
  private final Disk disk;
  private final Formats<DataDirectory> formats;
  private final boolean unicodeNames;

  IdentityFile(DataDirectory directory, Formats<DataDirectory> formats, boolean unicodeNames) {
    this.directory = directory;
    this.layout = directory.layout();
    this.disk = directory.disk();
    this.formats = formats;
    this.unicodeNames = unicodeNames;
  }

  private record Content(NodeIdentity identity, int format) {}

  /** Reads or makes the identity, upgrades an older format, and raises the incarnation. */
  NodeIdentity open(String nodeId) throws IOException, StoreException {
    NodeIdentity identity;
    if (Files.isRegularFile(layout.identity(), LinkOption.NOFOLLOW_LINKS)) {
      Content content = read(nodeId);
      NodeIdentity before = content.identity;
      formats.upgrade(named(), content.format, directory, reached -> write(before, reached));
      identity =
          new NodeIdentity(
              nodeId, before.instanceId(), before.incarnation() + 1, before.clusterId());
    } else {
      requireEmpty();
      identity = new NodeIdentity(nodeId, UUID.randomUUID(), 1, Optional.empty());
    }
    write(identity);
    return identity;
  }

  private void requireEmpty() throws IOException, StoreException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.root())) {
      for (Path entry : entries) {
        if (!NOT_OURS.contains(entry.getFileName().toString())) {
          throw refused(
              "is not empty (it has "
                  + entry.getFileName()
                  + "), but is no data directory of a storage node");
        }
      }
    }
  }

  private String named() {
    return "The data directory " + layout.root();
  }

  private Content read(String nodeId) throws IOException, StoreException {
    Properties properties = new Properties();
    String text = Files.readString(layout.identity(), StandardCharsets.UTF_8);
    try (Reader reader = new StringReader(text)) {
      properties.load(reader);
    }
    try {
      int format = Integer.parseInt(properties.getProperty("format", FIRST_FORMAT));
      formats.require(named(), format);
      requireNames(Boolean.parseBoolean(properties.getProperty("unicodeNames")));
      String owner = properties.getProperty("nodeId");
      if (!nodeId.equals(owner)) {
        throw refused("belongs to node " + owner + ", not to node " + nodeId);
      }
      NodeIdentity identity =
          new NodeIdentity(
              nodeId,
              UUID.fromString(properties.getProperty("instanceId")),
              Long.parseLong(properties.getProperty("incarnation")),
              Optional.ofNullable(properties.getProperty("clusterId")).map(UUID::fromString));
      return new Content(identity, format);
    } catch (UnknownFormatException e) {
      throw new StoreException(FailureCode.INVALID, e.getMessage(), e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw refused("has an identity.properties that makes no sense: " + e.getMessage());
    }
  }

  private void requireNames(boolean unicode) throws StoreException {
    if (unicode && !unicodeNames) {
      throw refused(
          "has files whose names this process cannot spell; start it with a UTF-8 locale,"
              + " LC_ALL=C.UTF-8 for instance");
    }
  }

  private StoreException refused(String why) {
    return new StoreException(FailureCode.INVALID, named() + " " + why);
  }

  /** Takes the place of what the file said. */
  void write(NodeIdentity identity) throws IOException {
    write(identity, formats.current());
  }

  private void write(NodeIdentity identity, int format) throws IOException {
    String text =
        "# Written by the storage node; do not edit.\n"
            + ("format=" + format + "\n")
            + ("nodeId=" + escape(identity.nodeId()) + "\n")
            + ("instanceId=" + identity.instanceId() + "\n")
            + ("incarnation=" + identity.incarnation() + "\n")
            + identity.clusterId().map(id -> "clusterId=" + id + "\n").orElse("")
            + ("unicodeNames=" + unicodeNames + "\n");
    Path next = layout.identity().resolveSibling("identity.properties.new");
    disk.delete(next);
    try (Disk.Output output = disk.create(next)) {
      output.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      output.force();
    }
    disk.move(next, layout.identity());
    disk.forceDirectory(layout.root());
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}

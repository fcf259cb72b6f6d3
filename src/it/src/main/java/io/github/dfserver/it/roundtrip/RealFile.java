package io.github.dfserver.it.roundtrip;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file of this machine and the name that it gets on the server.
 *
 * @param path where it lies
 * @param name the prefix of its tree and its path in that tree
 * @param size bytes
 */
record RealFile(Path path, String name, long size) {
  /** A file that changed after this may still be changing, and is left out. */
  record Tree(String prefix, Path root) {
    List<RealFile> files(Instant unchangedSince) throws IOException {
      TreeMap<String, RealFile> files = new TreeMap<>();
      try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
        for (Path path : (Iterable<Path>) walk::iterator) {
          if (!Files.isReadable(path)) {
            continue; // also a link that leads nowhere, as a JDK's to sources that are not
            // installed
          }
          BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
          if (attributes.isRegularFile()
              && attributes.lastModifiedTime().toInstant().isBefore(unchangedSince)) {
            String name = prefix + root.relativize(path).toString().replace('\\', '/');
            files.put(name, new RealFile(path, name, attributes.size()));
          }
        }
      }
      return List.copyOf(files.values());
    }
  }
}

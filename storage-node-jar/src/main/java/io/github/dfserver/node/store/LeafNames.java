package io.github.dfserver.node.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names that are taken in leaves: those in the directory and those of files on their way there.
 * Remembers the leaves used last. Not safe for use by several threads.
 */
final class LeafNames {
  private static final int REMEMBERED = 64;

  private final Layout layout;
  private final FileNames names;
  private final TreeMap<Long, String> coming = new TreeMap<>();
  private final Map<Integer, Set<String>> remembered =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Set<String>> eldest) {
          return size() > REMEMBERED;
        }
      };

  LeafNames(Layout layout, FileNames names) {
    this.layout = layout;
    this.names = names;
  }

  /** Chooses the name of a file that will come to a free slot. */
  Place choose(long slot, String name) throws IOException {
    Set<String> taken = taken(Place.leaf(slot));
    Place place = new Place(slot, names.choose(name, taken::contains));
    taken.add(names.key(place.fileName()));
    coming.put(slot, place.fileName());
    return place;
  }

  /** The file is in its directory now. */
  void arrived(Place place) {
    coming.remove(place.slot());
  }

  /** The file is gone from its directory, or will not come. */
  void gone(Place place) {
    coming.remove(place.slot());
    Set<String> taken = remembered.get(place.leaf());
    if (taken != null) {
      taken.remove(names.key(place.fileName()));
    }
  }

  /** The slots of a leaf whose files are on their way, as a mask. */
  long comingTo(int leaf) {
    long first = (long) leaf * Base36.RADIX;
    return coming.subMap(first, first + Base36.RADIX).keySet().stream()
        .mapToLong(Slots::bit)
        .reduce(0, (mask, bit) -> mask | bit);
  }

  private Set<String> taken(int leaf) throws IOException {
    Set<String> taken = remembered.get(leaf);
    if (taken == null) {
      taken = list(layout.leaf(leaf));
      long first = (long) leaf * Base36.RADIX;
      for (String fileName : coming.subMap(first, first + Base36.RADIX).values()) {
        taken.add(names.key(fileName));
      }
      remembered.put(leaf, taken);
    }
    return taken;
  }

  private Set<String> list(Path directory) throws IOException {
    Set<String> taken = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> taken.add(names.key(file.getFileName().toString())));
    } catch (NoSuchFileException e) {
      return taken;
    }
    return taken;
  }
}

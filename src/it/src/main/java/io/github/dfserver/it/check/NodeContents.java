package io.github.dfserver.it.check;

import java.util.List;

/**
 * What one node holds, as the manager tells it and as its disk has it.
 *
 * @param node the node's id
 * @param listed what {@code GET /node/ID/file} gives
 * @param onDisk the files below {@code files/}
 * @param staged the files that are still being received
 * @param overfull the directories that hold more than 36 entries
 */
public record NodeContents(
    String node, List<Held> listed, List<Held> onDisk, List<String> staged, List<String> overfull) {
  /** Copies the lists. */
  public NodeContents {
    listed = List.copyOf(listed);
    onDisk = List.copyOf(onDisk);
    staged = List.copyOf(staged);
    overfull = List.copyOf(overfull);
  }

  /**
   * A file.
   *
   * @param name its name, or its path on the disk
   * @param sha256 of its bytes, in hex
   */
  public record Held(String name, String sha256) {}
}

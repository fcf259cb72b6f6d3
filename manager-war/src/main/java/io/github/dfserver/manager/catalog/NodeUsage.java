package io.github.dfserver.manager.catalog;

/**
 * What a node holds according to the catalogue.
 *
 * @param files LIVE records whose home is the node and whose bytes are not missing
 * @param bytes the sum of their sizes
 */
public record NodeUsage(long files, long bytes) {

  /** Nothing. */
  public static final NodeUsage NONE = new NodeUsage(0, 0);

  /** One file of {@code size} bytes more. */
  public NodeUsage plus(long size) {
    return new NodeUsage(files + 1, bytes + size);
  }

  /** One file of {@code size} bytes less. */
  public NodeUsage minus(long size) {
    return new NodeUsage(files - 1, bytes - size);
  }
}

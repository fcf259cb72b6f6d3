package io.github.dfserver.client;

/** Is told how far a transfer is, on the thread that transfers; should be quick. */
@FunctionalInterface
public interface Progress {
  /**
   * So many bytes have been transferred.
   *
   * @param bytes since the beginning; an upload that is tried again begins at 0 again
   * @param total how many there will be; -1 where that is not known
   */
  void moved(long bytes, long total);
}

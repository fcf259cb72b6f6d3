package io.github.dfserver.manager.transfer;

import java.io.IOException;

/**
 * Bytes that arrive when they arrive. Reading never blocks. Used by one thread at a time, whichever
 * it is.
 */
public interface ContentSource {
  /** How many bytes there will be in all, or -1 when that is not known before the end. */
  long length();

  /**
   * Reads what is there.
   *
   * @return the number of bytes, at least 1; 0 when none is there now, and the runnable given to
   *     {@link #whenReadable} will run; -1 at the end of the whole
   * @throws IOException when the rest will never come
   */
  int read(byte[] target, int offset, int length) throws IOException;

  /**
   * Whether what was read is to be handed on at once, however little it is, when nothing more is
   * there now.
   */
  default boolean isLive() {
    return false;
  }

  /** Sets what is run, on any thread, whenever reading may have become possible or has failed. */
  void whenReadable(Runnable signal);
}

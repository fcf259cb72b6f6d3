package io.github.dfserver.manager.file;

import io.github.dfserver.manager.transfer.ContentSource;
import java.io.IOException;

/** Looks at the bytes of another source while they pass. */
abstract class PassingSource implements ContentSource {
  private final ContentSource source;
  private long count;

  PassingSource(ContentSource source) {
    this.source = source;
  }

  /**
   * Bytes are about to be given away.
   *
   * @param count how many have passed with them
   * @throws IOException when they are not to be
   */
  abstract void passing(byte[] bytes, int offset, int length, long count) throws IOException;

  @Override
  public final long length() {
    return source.length();
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    int n = source.read(target, offset, length);
    if (n > 0) {
      count += n;
      passing(target, offset, n, count);
    }
    return n;
  }

  @Override
  public final void whenReadable(Runnable signal) {
    source.whenReadable(signal);
  }
}

package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.transfer.ContentSource;
import java.io.IOException;

/** Bytes up to a limit; more of them are refused with code 7. */
final class LimitedSource implements ContentSource {
  private final ContentSource source;
  private final long limit;
  private long count;

  LimitedSource(ContentSource source, long limit) {
    this.source = source;
    this.limit = limit;
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = source.read(target, offset, length);
    if (n > 0) {
      count += n;
      if (count > limit) {
        throw new BodyRefusedException(Problem.fileTooLarge("dfs.max-file-size", limit));
      }
    }
    return n;
  }

  @Override
  public void whenReadable(Runnable signal) {
    source.whenReadable(signal);
  }
}

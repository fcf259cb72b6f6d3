package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.transfer.ContentSource;

/** Bytes up to a limit; more of them are refused with code 7. */
final class LimitedSource extends PassingSource {
  private final long limit;

  LimitedSource(ContentSource source, long limit) {
    super(source);
    this.limit = limit;
  }

  @Override
  void passing(byte[] bytes, int offset, int length, long count) throws BodyRefusedException {
    if (count > limit) {
      throw new BodyRefusedException(Problem.fileTooLarge("dfs.max-file-size", limit));
    }
  }
}

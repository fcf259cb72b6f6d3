package io.github.dfserver.manager.file;

import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * All bytes of a file from its node, which may lie: the last of them are not given away before the
 * checksum is known to be right, so that nobody gets a false file whole.
 */
final class CheckedSource implements ContentSource {
  private final ContentSource source;
  private final Sha256 expected;
  private final Runnable falsified;
  private final MessageDigest digest = Sha256.newDigest();
  private long count;

  /** {@code falsified} runs, on the thread that reads, when the bytes are others. */
  CheckedSource(ContentSource source, Sha256 expected, Runnable falsified) {
    this.source = source;
    this.expected = expected;
    this.falsified = falsified;
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = source.read(target, offset, length);
    if (n > 0) {
      digest.update(target, offset, n);
      count += n;
      if (count == source.length() && !Sha256.finish(digest).equals(expected)) {
        falsified.run();
        throw new IOException("the node gives other bytes than were stored");
      }
    }
    return n;
  }

  @Override
  public void whenReadable(Runnable signal) {
    source.whenReadable(signal);
  }
}

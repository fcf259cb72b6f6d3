package io.github.dfserver.manager.file;

import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * All bytes of a file from its node, which may lie: the last of them are not given away before the
 * checksum is known to be right, so that nobody gets a false file whole.
 */
final class CheckedSource extends PassingSource {
  private final Sha256 expected;
  private final Runnable falsified;
  private final MessageDigest digest = Sha256.newDigest();

  /** {@code falsified} runs, on the thread that reads, when the bytes are others. */
  CheckedSource(ContentSource source, Sha256 expected, Runnable falsified) {
    super(source);
    this.expected = expected;
    this.falsified = falsified;
  }

  @Override
  void passing(byte[] bytes, int offset, int length, long count) throws IOException {
    digest.update(bytes, offset, length);
    if (count == length() && !Sha256.finish(digest).equals(expected)) {
      falsified.run();
      throw new IOException("the node gives other bytes than were stored");
    }
  }
}

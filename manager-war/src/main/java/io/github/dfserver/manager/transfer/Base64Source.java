package io.github.dfserver.manager.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Bytes as base64 text (RFC 4648, section 4, one line) between two pieces of ASCII text. */
public final class Base64Source implements ContentSource {
  private static final int CHUNK = 3 * 4 * 1024;

  private final ContentSource source;
  private final byte[] suffix;
  private final long length;
  private final byte[] raw = new byte[CHUNK];
  private int rawCount;
  private byte[] encoded;
  private int position;
  private boolean sourceEnded;
  private boolean suffixed;

  /** Encodes all of a source, whose length is known. */
  public Base64Source(String prefix, ContentSource source, String suffix) {
    this.source = source;
    this.suffix = suffix.getBytes(StandardCharsets.US_ASCII);
    this.encoded = prefix.getBytes(StandardCharsets.US_ASCII);
    this.length = encoded.length + (source.length() + 2) / 3 * 4 + this.suffix.length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    while (position == encoded.length) {
      if (suffixed) {
        return -1;
      }
      if (!encodeMore()) {
        return 0;
      }
    }
    int n = Math.min(most, encoded.length - position);
    System.arraycopy(encoded, position, target, offset, n);
    position += n;
    return n;
  }

  private boolean encodeMore() throws IOException {
    if (sourceEnded) {
      take(suffix);
      suffixed = true;
      return true;
    }
    int n = source.read(raw, rawCount, raw.length - rawCount);
    sourceEnded = n < 0;
    rawCount += Math.max(n, 0);
    // Only whole groups of three before the end, so that there is padding at the end only.
    int whole = sourceEnded ? rawCount : rawCount - rawCount % 3;
    take(Base64.getEncoder().encode(Arrays.copyOf(raw, whole)));
    System.arraycopy(raw, whole, raw, 0, rawCount - whole);
    rawCount -= whole;
    return whole > 0 || sourceEnded || n > 0;
  }

  private void take(byte[] bytes) {
    encoded = bytes;
    position = 0;
  }

  @Override
  public void whenReadable(Runnable signal) {
    source.whenReadable(signal);
  }
}

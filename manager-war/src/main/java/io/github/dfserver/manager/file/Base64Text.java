package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;

/**
 * Base64 text (RFC 4648, section 4), padding required. Line breaks are passed over, since the
 * common tools wrap their output.
 */
final class Base64Text extends InputStream {
  /** Where the text comes from. */
  interface Characters {
    /** The next byte of the text, or -1 at its end. */
    int next() throws IOException;
  }

  private final Characters text;
  private long count;

  private Base64Text(Characters text) {
    this.text = text;
  }

  /**
   * Decodes all of a text.
   *
   * @throws BodyRefusedException code 6, when it is not base64
   */
  static void decode(Characters text, OutputStream decoded) throws IOException {
    Base64Text input = new Base64Text(text);
    InputStream decoder = Base64.getDecoder().wrap(input);
    byte[] buffer = new byte[8 * 1024];
    while (true) {
      int n = read(decoder, buffer);
      if (n < 0) {
        break;
      }
      decoded.write(buffer, 0, n);
    }
    if (input.read() >= 0 || input.count % 4 != 0) {
      throw refused("its length is no multiple of four, or something follows its padding");
    }
  }

  private static int read(InputStream decoder, byte[] buffer) throws IOException {
    try {
      return decoder.read(buffer);
    } catch (BodyRefusedException e) {
      throw e;
    } catch (IOException e) {
      throw refused(e.getMessage());
    }
  }

  @Override
  public int read() throws IOException {
    while (true) {
      int c = text.next();
      if (c != '\r' && c != '\n') {
        count += c < 0 ? 0 : 1;
        return c;
      }
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      int c = read();
      if (c < 0) {
        return i == 0 ? -1 : i;
      }
      target[offset + i] = (byte) c;
    }
    return length;
  }

  private static BodyRefusedException refused(String why) {
    return new BodyRefusedException(Problem.invalidRequest("'file' is not base64: " + why + "."));
  }
}

package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The name of a file, kept exactly as it was sent: 1 to 1024 bytes of UTF-8, segments divided by
 * {@code /}, none of them empty, {@code .} or {@code ..}; no backslash, no control character.
 *
 * @param value the name
 */
public record FileName(String value) {
  /** The longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  /**
   * Checks the rules.
   *
   * @throws ProblemException code 6, when one is broken
   */
  public FileName {
    if (value.isEmpty()) {
      throw refused("The file name is empty.");
    }
    if (utf8Length(value) > MAX_BYTES) {
      throw refused("The file name is longer than " + MAX_BYTES + " bytes of UTF-8.");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c == 0x7F || c == '\\') {
        throw refused(
            String.format("The file name has a character that is not allowed: U+%04X.", (int) c));
      }
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refused("The file name has a segment that is empty, '.' or '..'.");
      }
    }
  }

  /**
   * The name that a percent-encoded URL path spells (RFC 3986, section 2.1).
   *
   * @throws ProblemException code 6, when it spells none
   */
  public static FileName ofPath(String encoded) {
    if (encoded.length() > 3 * MAX_BYTES) {
      throw refused("The file name is longer than " + MAX_BYTES + " bytes of UTF-8.");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = high >= 0 ? Character.digit(encoded.charAt(i + 2), 16) : -1;
        if (low < 0) {
          throw refused("The path has a broken percent escape.");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c <= 0xFF) {
        // A server hands unescaped bytes over as Latin-1 characters.
        bytes.write(c);
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return ofUtf8(bytes.toByteArray());
  }

  /**
   * The name that these bytes spell.
   *
   * @throws ProblemException code 6, when they are not UTF-8 or no name
   */
  public static FileName ofUtf8(byte[] bytes) {
    try {
      return new FileName(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw refused("The file name is not UTF-8.");
    }
  }

  /** The last segment. */
  public String lastSegment() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  private static int utf8Length(String value) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value)).remaining();
    } catch (CharacterCodingException e) {
      throw refused("The file name has half of a surrogate pair, which UTF-8 cannot spell.");
    }
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(Problem.invalidRequest(detail));
  }
}

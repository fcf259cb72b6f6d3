package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of a part of a form (RFC 7578, section 4).
 *
 * @param name the field's name, not null
 * @param filename the part's own file name, or null
 * @param contentType the part's own type, or null
 */
record PartHeaders(String name, String filename, String contentType) {
  /** Quoted text is possessive: other loops of choices take stack for each character. */
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([A-Za-z*]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;]*))");

  /** Reads header lines. */
  static PartHeaders parse(byte[] bytes, int from, int to) throws IOException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, to - from))
              .toString();
    } catch (CharacterCodingException e) {
      throw refused("The headers of a part are not UTF-8.");
    }
    String disposition = null;
    String contentType = null;
    for (String line : text.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      String header = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (header.equals("content-disposition")) {
        disposition = line.substring(colon + 1).strip();
      } else if (header.equals("content-type")) {
        contentType = line.substring(colon + 1).strip();
      }
    }
    if (disposition == null || !disposition.toLowerCase(Locale.ROOT).startsWith("form-data")) {
      throw refused("A part of the form lacks its Content-Disposition.");
    }
    String name = null;
    String filename = null;
    Matcher parameters = PARAMETER.matcher(disposition);
    while (parameters.find()) {
      String value =
          parameters.group(2) != null
              ? parameters.group(2).replaceAll("\\\\([\"\\\\])", "$1")
              : parameters.group(3);
      switch (parameters.group(1).toLowerCase(Locale.ROOT)) {
        case "name" -> name = value;
        case "filename" -> filename = value;
        default -> {}
      }
    }
    if (name == null) {
      throw refused("A part of the form has no name.");
    }
    return new PartHeaders(name, filename, contentType);
  }

  private static BodyRefusedException refused(String detail) {
    return new BodyRefusedException(Problem.invalidRequest(detail));
  }
}

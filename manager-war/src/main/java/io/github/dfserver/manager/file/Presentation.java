package io.github.dfserver.manager.file;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How browsers show a file: anybody may have stored it, and it comes from the origin of the
 * manager. Few types are shown in place; all others are saved. None of them runs scripts.
 */
final class Presentation {
  private static final String PDF = "application/pdf";
  private static final Set<String> SHOWN =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "text/plain", PDF);

  /** No type without script has another spelling than these characters. */
  private static final Pattern MEDIA = Pattern.compile("(audio|video)/[a-z0-9.+-]+");

  /** A comma would let a browser take what follows it for the type. */
  private static final Pattern PARAMETERS = Pattern.compile("[^,]*");

  /** Without a sandbox, in which browsers do not show PDF; their viewers run no script of ours. */
  private static final String POLICY =
      "default-src 'none'; img-src 'self' data:; media-src 'self'; object-src 'self';"
          + " style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'";

  private static final int MOST_BYTES = 255;
  private static final int MOST_EXTENSION = 16;
  private static final String ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~";

  private Presentation() {}

  /**
   * Sets the headers of a file's answer.
   *
   * @param saved whether the client asked for it to be saved, whatever its type
   */
  static void set(HttpServletResponse response, FileName name, String contentType, boolean saved) {
    boolean inline = !saved && isShown(contentType);
    response.setHeader("Content-Disposition", disposition(inline, shortened(name.lastSegment())));
    response.setHeader(
        "Content-Security-Policy",
        MediaTypes.essence(contentType).equals(PDF) ? POLICY : "sandbox; " + POLICY);
    // The console shows files in a frame; other sites do not.
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
  }

  static boolean isShown(String contentType) {
    String essence = MediaTypes.essence(contentType);
    return PARAMETERS.matcher(contentType).matches()
        && (SHOWN.contains(essence) || MEDIA.matcher(essence).matches());
  }

  /**
   * As much of a name as file systems take, with its extension: no browser could save more, and
   * proxies refuse an answer whose headers are long.
   */
  static String shortened(String filename) {
    int dot = filename.lastIndexOf('.');
    String extension =
        dot > 0 && bytes(filename.substring(dot)) <= MOST_EXTENSION ? filename.substring(dot) : "";
    int room = MOST_BYTES - bytes(extension);
    String stem = filename.substring(0, filename.length() - extension.length());
    while (bytes(stem) > room) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + extension;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** RFC 6266, with RFC 8187 for what plain text cannot spell. */
  static String disposition(boolean inline, String filename) {
    StringBuilder plain = new StringBuilder(inline ? "inline" : "attachment");
    plain.append("; filename=\"");
    boolean odd = false;
    for (int i = 0; i < filename.length(); i++) {
      char c = filename.charAt(i);
      boolean kept = c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '%';
      odd |= !kept;
      plain.append(kept ? c : '_');
    }
    plain.append('"');
    return odd
        ? plain.append("; filename*=UTF-8''").append(encoded(filename)).toString()
        : plain.toString();
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder(3 * text.length());
    HexFormat hex = HexFormat.of().withUpperCase();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || ATTRIBUTE_CHARACTERS.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex.toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}

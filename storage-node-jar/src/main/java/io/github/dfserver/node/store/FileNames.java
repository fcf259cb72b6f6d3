package io.github.dfserver.node.store;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns a client's name into one that the file system can spell, and tells which two names it would
 * take for the same. Safe for use by several threads.
 *
 * @param windows whether the rules of Windows apply
 * @param unicode whether all of Unicode can be spelled
 * @param ignoresCase whether names that differ in case are one
 * @param ignoresForm whether names that differ in their Unicode normal form are one
 */
record FileNames(boolean windows, boolean unicode, boolean ignoresCase, boolean ignoresForm) {
  /** Most bytes of a file's name on all common file systems. */
  static final int MAX_BYTES = 255;

  private static final int MAX_EXTENSION_BYTES = 24;
  private static final Set<String> WINDOWS_DEVICES = Set.of("CON", "PRN", "AUX", "NUL");

  /** The rules of this machine, but for what the file system ignores. */
  static FileNames ofThisMachine(boolean ignoresCase, boolean ignoresForm) {
    return new FileNames(File.separatorChar == '\\', spellsUnicode(), ignoresCase, ignoresForm);
  }

  private static boolean spellsUnicode() {
    String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
    CharsetEncoder encoder =
        Charset.isSupported(charset) ? Charset.forName(charset).newEncoder() : null;
    return encoder != null && encoder.canEncode("\u00e9\u05d0\u4e2d\ud83d\ude00");
  }

  /**
   * Chooses a file's name in its directory: the last segment of {@code name} as it is if that can
   * be; percent-encoded where it must; shortened and given a suffix when it is too long or taken.
   *
   * @param taken whether a {@link #key} is in the directory already
   */
  String choose(String name, Predicate<String> taken) {
    String spelled = spell(name.substring(name.lastIndexOf('/') + 1));
    if (bytes(spelled) <= MAX_BYTES && !taken.test(key(spelled))) {
      return spelled;
    }
    int dot = spelled.lastIndexOf('.');
    String extension = dot > 0 ? spelled.substring(dot) : "";
    if (bytes(extension) > MAX_EXTENSION_BYTES) {
      extension = "";
    }
    String stem = spelled.substring(0, spelled.length() - extension.length());
    for (int number = 1; ; number++) {
      String end = "~" + number + extension;
      String candidate = cut(stem, MAX_BYTES - bytes(end)) + end;
      if (!taken.test(key(candidate))) {
        return candidate;
      }
    }
  }

  /** Names with the same key are one name to the file system. */
  String key(String fileName) {
    String key = fileName;
    if (ignoresCase) {
      key = key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
    return ignoresForm ? Normalizer.normalize(key, Normalizer.Form.NFD) : key;
  }

  private String spell(String segment) {
    StringBuilder spelled = new StringBuilder(segment.length());
    int length = segment.length();
    for (int i = 0; i < length; i += Character.charCount(segment.codePointAt(i))) {
      int c = segment.codePointAt(i);
      boolean last = i + Character.charCount(c) == length;
      if (canSpell(c) && !(last && isBadEnd(c))) {
        spelled.appendCodePoint(c);
      } else {
        encode(c, spelled);
      }
    }
    String result = spelled.toString();
    if (result.isEmpty()) {
      return "%";
    }
    boolean reserved = result.equals(".") || result.equals("..") || isDevice(result);
    return reserved ? encodeFirst(result) : result;
  }

  private boolean canSpell(int c) {
    boolean control = c < 0x20 || c == 0x7f;
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !control
        && !surrogate
        && c != '/'
        && (unicode || c < 0x7f)
        && !(windows && "\\:*?\"<>|".indexOf(c) >= 0);
  }

  private boolean isBadEnd(int c) {
    return windows && (c == '.' || c == ' ');
  }

  private boolean isDevice(String name) {
    if (!windows) {
      return false;
    }
    int dot = name.indexOf('.');
    String device = (dot < 0 ? name : name.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
    return WINDOWS_DEVICES.contains(device) || device.matches("(COM|LPT)[0-9\u00b9\u00b2\u00b3]");
  }

  private static String encodeFirst(String name) {
    StringBuilder encoded = new StringBuilder();
    encode(name.charAt(0), encoded);
    return encoded.append(name, 1, name.length()).toString();
  }

  private static void encode(int c, StringBuilder to) {
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      to.append('%')
          .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)))
          .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
    }
  }

  /** The longest beginning of at most {@code most} bytes that breaks neither character nor code. */
  private static String cut(String text, int most) {
    int end = 0;
    int bytes = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      int chars = isCode(text, end) ? 3 : Character.charCount(c);
      bytes += bytes(text.substring(end, end + chars));
      if (bytes > most) {
        break;
      }
      end += chars;
    }
    return text.substring(0, end);
  }

  private static boolean isCode(String text, int at) {
    return text.charAt(at) == '%'
        && at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

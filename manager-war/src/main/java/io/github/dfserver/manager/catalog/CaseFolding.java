package io.github.dfserver.manager.catalog;

/**
 * Makes texts that differ only in case equal: code point by code point, whatever stands beside it
 * and whatever the locale, so that a part of a text folds like that part of the folded text. The
 * rule is that of {@link String#equalsIgnoreCase}. For the adapters.
 */
public final class CaseFolding {
  private CaseFolding() {}

  /** The folded text. */
  public static String fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
        return foldFrom(text, i);
      }
    }
    return text;
  }

  private static String foldFrom(String text, int from) {
    StringBuilder folded = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
      i += Character.charCount(c);
    }
    return folded.toString();
  }
}

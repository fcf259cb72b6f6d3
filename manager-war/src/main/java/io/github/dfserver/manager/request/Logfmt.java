package io.github.dfserver.manager.request;

/**
 * A line of {@code key=value} pairs. Values that hold anything but plain characters are quoted, and
 * escaped so that none of them can end its quotes or the line. Used by one thread.
 */
final class Logfmt {
  /** More of a value than this is left out. */
  static final int MAX_VALUE = 1024;

  private static final String PLAIN = "/._-:%~+@,*!$()'";

  private final StringBuilder line = new StringBuilder(256);

  /** Adds a pair; null is nothing. */
  Logfmt with(String key, String value) {
    key(key);
    if (value == null) {
      return this;
    }
    if (isPlain(value)) {
      line.append(value);
    } else {
      quote(value);
    }
    return this;
  }

  /** Adds a pair. */
  Logfmt with(String key, long value) {
    key(key);
    line.append(value);
    return this;
  }

  private void key(String key) {
    if (!line.isEmpty()) {
      line.append(' ');
    }
    line.append(key).append('=');
  }

  private static boolean isPlain(String value) {
    if (value.length() > MAX_VALUE) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private void quote(String value) {
    line.append('"');
    for (int i = 0; i < Math.min(value.length(), MAX_VALUE); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append(value.length() > MAX_VALUE ? "...\"" : "\"");
  }

  @Override
  public String toString() {
    return line.toString();
  }
}

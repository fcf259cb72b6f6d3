package io.github.dfserver.cli.local;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Names of files on the server. */
public final class Names {
  /** The order in which a manager lists: that of UTF-8 bytes. */
  public static final Comparator<String> ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final int LONGEST = 1024;

  private Names() {}

  /** Why a server would refuse the name; null where it would not. */
  public static String refusal(String name) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      return "Its name is not Unicode.";
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return "Its name has a control character.";
    }
    if (name.indexOf('\\') >= 0) {
      return "Its name has a backslash.";
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      return "Its name has more than " + LONGEST + " bytes.";
    }
    return null;
  }

  /** A prefix that stands for a folder: empty, or ending with a slash. */
  public static String folder(String prefix) {
    String text = prefix;
    while (text.startsWith("/")) {
      text = text.substring(1);
    }
    return text.isEmpty() || text.endsWith("/") ? text : text + "/";
  }

  /** What comes after the last slash. */
  public static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}

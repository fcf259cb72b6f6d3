package io.github.dfserver.node.store;

import java.nio.file.Path;

/** Numbers as paths: each digit in base 36 is a directory, so none has more than 36 entries. */
final class Base36 {
  /** Most entries of a directory. */
  static final int RADIX = 36;

  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private Base36() {}

  /** How many numbers have {@code digits} digits. */
  static int numbers(int digits) {
    int numbers = 1;
    for (int i = 0; i < digits; i++) {
      numbers *= RADIX;
    }
    return numbers;
  }

  /** The path of {@code number} with exactly {@code digits} digits: {@code 0/0/1/z}. */
  static String path(int number, int digits) {
    char[] path = new char[2 * digits - 1];
    int rest = number;
    for (int i = path.length - 1; i >= 0; i -= 2) {
      path[i] = DIGITS.charAt(rest % RADIX);
      if (i > 0) {
        path[i - 1] = '/';
      }
      rest /= RADIX;
    }
    return new String(path);
  }

  /** The digit that a file's name is; -1 when it is none. */
  static int digit(Path name) {
    String text = name.toString();
    return text.length() == 1 ? DIGITS.indexOf(text.charAt(0)) : -1;
  }
}

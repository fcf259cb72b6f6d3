package io.github.dfserver.it.faults;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The names that clients fight over: few, so that each is used again and again, in folders. */
final class Names {
  static final int FOLDERS = 10;
  private static final int EACH = 8;

  private Names() {}

  /** A file that is there from the beginning and is never deleted. */
  static String ballast(int number) {
    return "ballast/" + number;
  }

  /** All of them. */
  static List<String> all() {
    return IntStream.range(0, FOLDERS * EACH).mapToObj(Names::name).toList();
  }

  /** Any of them; those of the first folder more often. */
  static String any(SplittableRandom random) {
    int folders = random.nextInt(4) == 0 ? 1 : FOLDERS;
    return name(random.nextInt(folders * EACH));
  }

  /** What listings are asked for. */
  static String anyFolder(SplittableRandom random) {
    return folder(random.nextInt(FOLDERS));
  }

  /** All names in a folder. */
  static List<String> in(String folder) {
    return all().stream().filter(name -> name.startsWith(folder)).toList();
  }

  private static String name(int number) {
    return folder(number / EACH) + "f" + number % EACH + ".bin";
  }

  static String folder(int number) {
    return "work/" + number + "/";
  }
}

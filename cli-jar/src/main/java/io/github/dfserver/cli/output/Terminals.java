package io.github.dfserver.cli.output;

import java.io.Console;
import java.util.Set;

/**
 * Which of the three streams are a terminal, and how wide that is.
 *
 * @param in whether somebody can be asked
 * @param err whether progress is seen
 * @param columns its width
 */
public record Terminals(boolean in, boolean err, int columns) {
  private static final int USUAL = 80;
  private static final int NARROWEST = 40;

  /** None. */
  public static Terminals none() {
    return new Terminals(false, false, USUAL);
  }

  /**
   * As the launcher script found out; without it, as far as Java knows.
   *
   * @param found for instance {@code none,in,err}; null without the script
   * @param columns digits; null or empty where it is not known
   */
  public static Terminals of(String found, String columns) {
    int width =
        columns != null && columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : USUAL;
    width = Math.max(width, NARROWEST);
    if (found == null) {
      boolean all = interactive();
      return new Terminals(all, all, width);
    }
    Set<String> names = Set.of(found.split(",", -1));
    return new Terminals(names.contains("in"), names.contains("err"), width);
  }

  @SuppressWarnings("SystemConsoleNull") // isTerminal is asked where there is such a method
  private static boolean interactive() {
    Console console = System.console();
    try {
      // since Java 22 there is a console without a terminal as well
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}

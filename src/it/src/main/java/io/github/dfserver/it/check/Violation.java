package io.github.dfserver.it.check;

/**
 * Something that was promised and is not so.
 *
 * @param rule the promise
 * @param detail what is wrong, with what shows it; may have several lines
 */
public record Violation(String rule, String detail) {
  @Override
  public String toString() {
    return rule + ": " + detail;
  }
}

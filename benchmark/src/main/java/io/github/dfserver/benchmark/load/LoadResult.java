package io.github.dfserver.benchmark.load;

/**
 * What came of a {@link LoadCommand}, and the line of text that carries it.
 *
 * @param counted right answers while it was counted
 * @param nanos how long it was counted
 * @param p50 nanoseconds from asking to the whole answer: half of them took no longer
 * @param p99 likewise, 99 of 100
 * @param all all answers, also before and after counting
 * @param errors wrong answers and broken connections among them
 * @param issued requests begun
 * @param firstError what the first error was, or nothing
 */
public record LoadResult(
    long counted,
    long nanos,
    long p50,
    long p99,
    long all,
    long errors,
    long issued,
    String firstError) {

  /** Counted answers a second. */
  public double rate() {
    return counted / (nanos / 1e9);
  }

  /** The line. */
  public String line() {
    return String.join(
        " ",
        Long.toString(counted),
        Long.toString(nanos),
        Long.toString(p50),
        Long.toString(p99),
        Long.toString(all),
        Long.toString(errors),
        Long.toString(issued),
        firstError.replaceAll("[\\r\\n]+", " | "));
  }

  /** Reads a line that {@link #line()} wrote. */
  public static LoadResult parse(String line) {
    String[] words = line.split(" ", 8);
    return new LoadResult(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        words[7]);
  }
}

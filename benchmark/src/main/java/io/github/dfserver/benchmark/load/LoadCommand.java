package io.github.dfserver.benchmark.load;

/**
 * One task of the load generator, and the line of text that carries it.
 *
 * @param kind what to do
 * @param port the server's port on the loopback address
 * @param connections how many clients ask, each waiting for its answer before it asks again
 * @param path the path asked for; where it ends with a slash, the name of a file follows
 * @param number PUT: the number of the first file; GET: how many files there are to choose from
 * @param size bytes of each file
 * @param leadMillis milliseconds of load before counting begins
 * @param measureMillis milliseconds of counting
 * @param limit ends the load after this many requests; 0: only time ends it
 */
public record LoadCommand(
    Kind kind,
    int port,
    int connections,
    String path,
    long number,
    long size,
    long leadMillis,
    long measureMillis,
    long limit) {

  /** What is done. */
  public enum Kind {
    /** Downloads small files. */
    GET,
    /** Uploads small files, each under a new name. */
    PUT,
    /** Downloads one large file. */
    GET_LARGE,
    /** Uploads one large file. */
    PUT_LARGE
  }

  /** The line. */
  public String line() {
    return String.join(
        " ",
        kind.name(),
        Integer.toString(port),
        Integer.toString(connections),
        path,
        Long.toString(number),
        Long.toString(size),
        Long.toString(leadMillis),
        Long.toString(measureMillis),
        Long.toString(limit));
  }

  /** Reads a line that {@link #line()} wrote. */
  public static LoadCommand parse(String line) {
    String[] words = line.split(" ", -1);
    return new LoadCommand(
        Kind.valueOf(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        words[3],
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        Long.parseLong(words[8]));
  }
}

package io.github.dfserver.it.support;

import io.github.dfserver.it.process.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A file of {@code server-config/}, with other addresses at the places where an operator writes
 * theirs. Immutable.
 *
 * @param text what is in it
 */
record OperatorFile(String text) {
  private static final String FIRST_MANAGER = "10.0.0.1:8000";
  private static final String SECOND_MANAGER = "10.0.0.2:8000";

  /**
   * Reads one.
   *
   * @param path below {@code server-config/}
   */
  static OperatorFile read(String path) throws IOException {
    return new OperatorFile(Files.readString(Checkout.find("server-config/" + path)));
  }

  /**
   * With another text in place of one, wherever that is.
   *
   * @throws IllegalStateException when it is nowhere: then the file has changed, and the test has
   *     to
   */
  OperatorFile with(String place, String replacement) {
    if (!text.contains(place)) {
      throw new IllegalStateException("'" + place + "' is not in the file");
    }
    return new OperatorFile(text.replace(place, replacement));
  }

  /** With these managers of the loopback address instead of the two in the file. */
  OperatorFile withManagers(List<Integer> ports) {
    with(FIRST_MANAGER, "").with(SECOND_MANAGER, "");
    return new OperatorFile(
        text.lines()
            .filter(line -> !line.contains(SECOND_MANAGER))
            .map(line -> line.contains(FIRST_MANAGER) ? servers(line, ports) : line)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  private static String servers(String line, List<Integer> ports) {
    return IntStream.range(0, ports.size())
        .mapToObj(
            i ->
                line.replace(FIRST_MANAGER, "127.0.0.1:" + ports.get(i))
                    .replace(" m1 ", " m" + (i + 1) + " "))
        .collect(Collectors.joining("\n"));
  }
}

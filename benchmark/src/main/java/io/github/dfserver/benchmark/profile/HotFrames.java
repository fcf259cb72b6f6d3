package io.github.dfserver.benchmark.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a profile's samples fall on: threads, libraries and frames. Not thread-safe. */
final class HotFrames {
  private static final int SHOWN = 40;
  private static final String OWN = "io/github/dfserver/";

  private final Map<String, Long> threads = new HashMap<>();
  private final Map<String, Long> libraries = new HashMap<>();
  private final Map<String, Long> self = new HashMap<>();
  private final Map<String, Long> callers = new HashMap<>();
  private long total;

  private HotFrames() {}

  /** Reads stacks, one a line: thread, frames from the outermost in, and a count. */
  static HotFrames read(Path collapsed) throws IOException {
    HotFrames frames = new HotFrames();
    try (Stream<String> lines = Files.lines(collapsed)) {
      lines.forEach(frames::add);
    }
    return frames;
  }

  private void add(String line) {
    int space = line.lastIndexOf(' ');
    long count = Long.parseLong(line.substring(space + 1));
    List<String> frames = List.of(line.substring(0, space).split(";", -1));
    total += count;
    threads.merge(frames.get(0).replaceAll("\\d+", "N"), count, Long::sum);
    self.merge(frames.get(frames.size() - 1), count, Long::sum);
    libraries.merge(innermost(frames, ""), count, Long::sum);
    callers.merge(innermost(frames, OWN), count, Long::sum);
  }

  /** The innermost frame's library, or with a prefix the innermost method that begins so. */
  private static String innermost(List<String> frames, String prefix) {
    for (int i = frames.size() - 1; i > 0; i--) {
      String frame = frames.get(i);
      boolean java = frame.indexOf('/') > 0 && frame.indexOf('.') > frame.indexOf('/');
      if (java && !prefix.isEmpty() && frame.startsWith(prefix)) {
        return frame;
      }
      if (java && prefix.isEmpty() && !frame.matches("(java|jdk|sun|javax)/.*")) {
        return library(frame);
      }
    }
    return prefix.isEmpty() ? "JDK and JVM" : "none of the product's own";
  }

  private static String library(String frame) {
    String[] parts = frame.substring(0, frame.lastIndexOf('/')).split("/", -1);
    int depth = frame.startsWith(OWN) ? 5 : 3;
    return String.join(".", List.of(parts).subList(0, Math.min(depth, parts.length)));
  }

  /** Tables of the largest shares. */
  String text() {
    return total
        + " samples\n"
        + table("Threads", threads)
        + table("Innermost library on the stack, the JDK left out", libraries)
        + table("Innermost method of the product on the stack", callers)
        + table("Innermost frame", self);
  }

  private String table(String title, Map<String, Long> counts) {
    StringBuilder text = new StringBuilder("\n").append(title).append('\n');
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(
            e ->
                text.append(
                    String.format(
                        Locale.ROOT, "%5.1f %%  %s%n", 100.0 * e.getValue() / total, e.getKey())));
    return text.toString();
  }
}

package io.github.dfserver.it.faults;

import io.github.dfserver.it.check.Violation;
import io.github.dfserver.it.process.ProcessState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares what processes hold after the faults with what one of their kind held before, after some
 * work and at rest.
 *
 * <p>What may differ: pools that grow with the load and do not shrink, up to their size; a few
 * threads and descriptors of the JVM's own (compilers, jars that are opened late); for each node
 * that joined a channel, which is a socket and two threads, and for each manager two more.
 */
final class Leaks {
  /**
   * Threads of pools that only grow, by the beginnings of their names, and how many there may be.
   */
  private static final Map<String, Integer> POOLS =
      Map.of(
          "dfs-blocking", 32,
          "http-thread-poo", 250,
          "command-", 8,
          "force-", 4,
          "store-apply-", 4,
          "store-force-", 2,
          "transfer-", 4,
          "C-CompilerThre", 8);

  private static final int SOME = 6;
  private static final int SOME_DESCRIPTORS = 16;

  private Leaks() {}

  /**
   * What {@code after} holds too much; {@code peers} is how many more others it may talk to now.
   */
  static List<Violation> check(String name, ProcessState before, ProcessState after, int peers) {
    List<Violation> violations = new ArrayList<>();
    int more = SOME + 2 * peers;
    if (after.sockets() > before.sockets() + more) {
      violations.add(leak(name, "socket", before.sockets() + " sockets became " + after.sockets()));
    }
    int files = after.descriptors().size() - after.sockets();
    int filesBefore = before.descriptors().size() - before.sockets();
    if (files > filesBefore + SOME_DESCRIPTORS) {
      List<String> fresh = new ArrayList<>(after.descriptors());
      fresh.removeAll(before.descriptors());
      fresh.removeIf(descriptor -> descriptor.startsWith("socket:"));
      violations.add(leak(name, "file", filesBefore + " files became " + files + ": " + fresh));
    }
    after.descriptors().stream()
        .filter(file -> file.contains("/staging/") || file.contains("/files/"))
        .forEach(file -> violations.add(leak(name, "file", "still open: " + file)));
    after
        .threads()
        .forEach(
            (group, count) -> {
              int had = before.threads().getOrDefault(group, 0);
              int allowed =
                  POOLS.entrySet().stream()
                      .filter(pool -> group.startsWith(pool.getKey()))
                      .mapToInt(Map.Entry::getValue)
                      .findFirst()
                      .orElse(had + more);
              if (count > Math.max(had, allowed)) {
                violations.add(
                    leak(name, "thread", had + " threads " + group + " became " + count));
              }
            });
    return violations;
  }

  /** What a process holds now. */
  static ProcessState of(Server server) throws IOException {
    return ProcessState.of(server.process());
  }

  private static Violation leak(String name, String what, String detail) {
    return new Violation("no " + what + " is leaked", name + ": " + detail);
  }
}

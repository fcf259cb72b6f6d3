package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.check.Violation;
import io.github.dfserver.it.process.ProcessState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaksTest {
  @Test
  void aPoolThatHasGrownAndAFewMoreOfEverythingAreNoLeak() {
    assertThat(
            broken(state(10, List.of(), Map.of("own", 3)), state(14, List.of(), Map.of("own", 6))))
        .isEmpty();
    assertThat(
            broken(
                state(10, List.of(), Map.of("dfs-blocking-", 1)),
                state(10, List.of(), Map.of("dfs-blocking-", 32))))
        .isEmpty();
  }

  @Test
  void socketsThreadsAndFilesThatStayAreLeaks() {
    ProcessState before = state(10, List.of(), Map.of("own", 3));
    assertThat(broken(before, state(40, List.of(), Map.of())))
        .containsExactly("no socket is leaked");
    assertThat(broken(before, state(10, List.of(), Map.of("own", 30))))
        .containsExactly("no thread is leaked");
    assertThat(broken(before, state(10, List.of(), Map.of("dfs-blocking-", 33))))
        .containsExactly("no thread is leaked");
    assertThat(broken(before, state(10, Collections.nCopies(40, "/some/file"), Map.of())))
        .containsExactly("no file is leaked");
    assertThat(broken(before, state(10, List.of("/data/staging/1/x (deleted)"), Map.of())))
        .containsExactly("no file is leaked");
  }

  private static List<String> broken(ProcessState before, ProcessState after) {
    return Leaks.check("any", before, after, 0).stream().map(Violation::rule).toList();
  }

  private static ProcessState state(int sockets, List<String> files, Map<String, Integer> threads) {
    List<String> descriptors = new ArrayList<>(files);
    for (int i = 0; i < sockets; i++) {
      descriptors.add("socket:[" + i + "]");
    }
    return new ProcessState(descriptors, threads);
  }
}

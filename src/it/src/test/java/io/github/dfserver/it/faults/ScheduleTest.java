package io.github.dfserver.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.faults.Fault.Action;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Layout LAYOUT = new Layout(Path.of("any"), 25_000, 2, 3, true);

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(Schedule.make(7, 30_000, LAYOUT)).isEqualTo(Schedule.make(7, 30_000, LAYOUT));
    assertThat(Schedule.make(7, 30_000, LAYOUT)).isNotEqualTo(Schedule.make(8, 30_000, LAYOUT));
  }

  @Test
  void everyFaultIsOverBeforeTheEnd() {
    assertThat(Schedule.make(7, 30_000, LAYOUT))
        .allMatch(fault -> fault.endMillis() <= 30_000 && fault.atMillis() <= fault.endMillis());
  }

  @Test
  void allKindsOfFaultsComeUp() {
    Set<Action> actions =
        LongStream.range(1, 50)
            .mapToObj(seed -> Schedule.make(seed, 30_000, LAYOUT))
            .flatMap(List::stream)
            .map(Fault::action)
            .collect(Collectors.toSet());
    assertThat(actions).isEqualTo(EnumSet.allOf(Action.class));
  }

  @Test
  void theCatalogueIsNeverKilledSinceItHasItsDataInMemory() {
    LongStream.range(1, 50)
        .mapToObj(seed -> Schedule.make(seed, 30_000, LAYOUT))
        .flatMap(List::stream)
        .filter(fault -> fault.target().equals(Servers.MONGODB))
        .forEach(fault -> assertThat(fault.action()).isEqualTo(Action.SUSPEND));
  }
}

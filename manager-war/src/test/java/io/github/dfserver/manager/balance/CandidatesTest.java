package io.github.dfserver.manager.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.catalog.RecordPage;
import io.github.dfserver.manager.catalog.Records;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private final Candidates candidates = new Candidates();
  private final Set<UUID> tried = new HashSet<>();

  private static FileRecord file(String name, long size) {
    return Records.pending(name, "100").live(Records.content(size));
  }

  private Optional<FileRecord> next() {
    return candidates.next(1000, tried::contains);
  }

  private void page(Optional<String> after, FileRecord... files) {
    assertThat(candidates.load()).isNotNull();
    candidates.loaded(new RecordPage(List.of(files), after));
  }

  @Test
  void givesWhatCanMoveInOrderAndPassesOverTheRest() {
    FileRecord small = file("a", 1);
    FileRecord large = file("b", 1001);
    FileRecord damaged = file("c", 1).withHealth(Health.DAMAGED);
    FileRecord moving =
        file("d", 1).moving(new Move(CopyPlace.on("101"), 1, false), Records.OWNER, Records.NOW);
    FileRecord last = file("e", 1);
    page(Optional.empty(), small, large, damaged, moving, last);
    assertThat(next()).contains(small);
    assertThat(next()).contains(last);
    assertThat(next()).isEmpty();
    assertThat(candidates.exhausted()).isFalse();
  }

  @Test
  void goesOnWithTheNextPageAndThenFromTheBeginning() {
    page(Optional.of("a"), file("a", 1));
    assertThat(next()).isPresent();
    assertThat(next()).isEmpty();
    assertThat(candidates.load()).contains("a");
    candidates.loaded(new RecordPage(List.of(file("b", 1)), Optional.empty()));
    assertThat(next()).isPresent();
    assertThat(next()).isEmpty();
    assertThat(candidates.load()).isEmpty();
  }

  @Test
  void takesWhatWasTriedLatelyOnlyWhenAWholeRoundHasNothingElse() {
    FileRecord again = file("a", 1);
    FileRecord fresh = file("b", 1);
    tried.add(again.fileId());
    page(Optional.empty(), again, fresh);
    assertThat(next()).contains(fresh);
    assertThat(next()).isEmpty();
    page(Optional.empty(), again);
    assertThat(next()).as("in the first round without another").isEmpty();
    assertThat(candidates.exhausted()).isFalse();
    page(Optional.empty(), again);
    assertThat(next()).contains(again);
  }

  @Test
  void isExhaustedByARoundThatHasNothingThatCanMove() {
    page(Optional.of("a"), file("a", 5000));
    assertThat(next()).isEmpty();
    assertThat(candidates.exhausted()).as("before the round is over").isFalse();
    page(Optional.empty());
    assertThat(next()).isEmpty();
    assertThat(candidates.exhausted()).isTrue();
    assertThat(candidates.exhausted()).as("asked once").isFalse();
  }
}

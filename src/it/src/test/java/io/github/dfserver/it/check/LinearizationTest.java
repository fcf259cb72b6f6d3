package io.github.dfserver.it.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearizationTest {
  @Test
  void nothingAndOneOperationAfterTheOtherAreExplained() {
    assertThat(new Told().linearizable()).isTrue();
    assertThat(
            new Told()
                .absent(0, 1)
                .created("a", 2, 3)
                .found("a", 4, 5)
                .deleted(6, 7)
                .absent(8, 9)
                .created("b", 10, 11)
                .found("b", 12, 13)
                .linearizable())
        .isTrue();
  }

  @Test
  void aReadDuringAnUploadMayFindItOrNot() {
    assertThat(new Told().created("a", 0, 10).absent(2, 3).found("a", 4, 5).linearizable())
        .isTrue();
  }

  @Test
  void whatWasFoundIsNotAbsentAgainDuringTheSameUpload() {
    assertThat(new Told().created("a", 0, 10).found("a", 2, 3).absent(4, 5).linearizable())
        .isFalse();
  }

  @Test
  void anAcknowledgedUploadIsFound() {
    assertThat(new Told().created("a", 0, 1).absent(2, 3).linearizable()).isFalse();
    assertThat(new Told().created("a", 0, 1).found("b", 2, 3).linearizable()).isFalse();
  }

  @Test
  void nothingIsFoundThatNobodySent() {
    assertThat(new Told().found("a", 0, 1).linearizable()).isFalse();
    assertThat(new Told().present(0, 1).linearizable()).isFalse();
    assertThat(new Told().refused("a", 0, 1).found("a", 2, 3).linearizable()).isFalse();
  }

  @Test
  void nothingIsFoundBeforeItWasSent() {
    assertThat(new Told().found("a", 0, 1).created("a", 2, 3).linearizable()).isFalse();
  }

  @Test
  void anUploadWithoutAnAnswerMayHaveHappenedOrNotAndAtAnyTimeLater() {
    assertThat(new Told().createUnknown("a", 0).absent(1, 2).linearizable()).isTrue();
    assertThat(new Told().createUnknown("a", 0).found("a", 1, 2).linearizable()).isTrue();
    assertThat(new Told().createUnknown("a", 0).absent(1, 2).found("a", 3, 4).linearizable())
        .isTrue();
  }

  @Test
  void anUploadWithoutAnAnswerHappensOnceOnly() {
    assertThat(
            new Told()
                .createUnknown("a", 0)
                .found("a", 1, 2)
                .deleted(3, 4)
                .found("a", 5, 6)
                .linearizable())
        .isFalse();
  }

  @Test
  void aSecondAttemptWithTheSameBytesMayFindThatTheFirstHadSucceeded() {
    assertThat(new Told().createUnknown("a", 0).exists("a", 1, 2).found("a", 3, 4).linearizable())
        .isTrue();
    assertThat(
            new Told()
                .createUnknown("a", 0)
                .created("a", 1, 2)
                .deleted(3, 4)
                .found("a", 5, 6)
                .linearizable())
        .isTrue();
  }

  @Test
  void aDeleteWithoutAnAnswerMayHaveHappenedOrNotAndAtAnyTimeLater() {
    assertThat(
            new Told()
                .created("a", 0, 1)
                .deleteUnknown(2)
                .found("a", 3, 4)
                .absent(5, 6)
                .linearizable())
        .isTrue();
    assertThat(new Told().created("a", 0, 1).deleteUnknown(2).found("a", 3, 4).linearizable())
        .isTrue();
  }

  @Test
  void oneDeleteWithoutAnAnswerDoesNotExplainTwoAbsences() {
    Told once =
        new Told().created("a", 0, 1).deleteUnknown(2).absent(3, 4).created("b", 5, 6).absent(7, 8);
    assertThat(once.linearizable()).isFalse();
    assertThat(once.deleteUnknown(2).linearizable()).isTrue();
  }

  @Test
  void anAcknowledgedDeleteDoesNotComeBack() {
    assertThat(new Told().created("a", 0, 1).deleted(2, 3).found("a", 4, 5).linearizable())
        .isFalse();
    assertThat(new Told().created("a", 0, 1).deleted(2, 3).present(4, 5).linearizable()).isFalse();
  }

  @Test
  void aDeleteNeedsAFile() {
    assertThat(new Told().deleted(0, 1).linearizable()).isFalse();
    assertThat(new Told().created("a", 0, 1).deleted(2, 3).deleted(4, 5).linearizable()).isFalse();
    assertThat(new Told().createUnknown("a", 0).deleted(2, 3).linearizable()).isTrue();
  }

  @Test
  void twoUploadsAreNotBothAcknowledged() {
    assertThat(new Told().created("a", 0, 9).created("b", 1, 8).linearizable()).isFalse();
    assertThat(new Told().created("a", 0, 9).created("b", 1, 8).deleted(2, 7).linearizable())
        .isTrue();
  }

  @Test
  void overlappingReadsSeeOneOrder() {
    Told told =
        new Told()
            .created("a", 0, 1)
            .deleted(2, 20)
            .created("b", 2, 20)
            .found("b", 5, 6)
            .found("a", 7, 8);
    assertThat(told.linearizable()).isFalse();
  }

  @Test
  void theExplanationNamesTheStateAndTheImpossibleOperation() {
    Told told = new Told().created("a", 0, 1).deleted(2, 3).found("a", 4, 5);
    assertThat(Linearization.problem(told.operations()).orElseThrow())
        .contains("no file being there")
        .containsPattern("> .* READ n FOUND a");
  }

  @Test
  void hundredsOfOperationsWithManyUnansweredOnesAreDecided() {
    Random random = new Random(1);
    Told told = new Told();
    long time = 0;
    for (int round = 0; round < 60; round++) {
      time += 10;
      told.created("v" + round, time, time + 5);
      for (int i = 0; i < 4; i++) {
        told.found("v" + round, time + 5 + random.nextInt(2), time + 8);
        told.createUnknown("unseen" + round + "-" + i, time + random.nextInt(9));
        told.deleteUnknown(time + 8);
      }
      told.deleted(time + 8, time + 9);
      told.absent(time + 9, time + 9);
    }
    assertThat(told.linearizable()).isTrue();
    assertThat(told.found("v3", time + 20, time + 21).linearizable()).isFalse();
  }
}

package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.protocol.FailureCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final AtomicInteger staged = new AtomicInteger();
  private final Intake intake = new Intake(staged::get, Waiting.LIMIT);

  @Test
  void whatIsBeingStoredIsWaitedForAndNothingNewBegins() {
    assertThat(intake.begin()).isTrue();
    intake.beginCommit();
    CompletableFuture<Intake.State> closed = intake.set(1, false);
    assertThat(intake.begin()).isFalse();
    intake.end();
    assertThat(closed).isNotDone();
    staged.set(3);
    intake.end();
    assertThat(closed).isCompletedWithValue(new Intake.State(false, 3));
    assertThat(intake.isOpen()).isFalse();
  }

  @Test
  void aCommitThatComesLaterIsWaitedForByTheNextOneWhoAsks() {
    assertThat(intake.set(1, false)).isCompleted();
    intake.beginCommit();
    CompletableFuture<Intake.State> again = intake.set(1, false);
    assertThat(again).isNotDone();
    intake.end();
    assertThat(again).isCompletedWithValue(new Intake.State(false, 0));
  }

  @Test
  void aLowerOrderChangesNothingAndIsToldWhatIsInForce() {
    assertThat(intake.set(5, false)).isCompletedWithValue(new Intake.State(false, 0));
    assertThat(intake.set(4, true)).isCompletedWithValue(new Intake.State(false, 0));
    assertThat(intake.begin()).isFalse();
    assertThat(intake.set(5, true)).isCompletedWithValue(new Intake.State(true, 0));
    assertThat(intake.set(4, false)).isCompletedWithValue(new Intake.State(true, 0));
    assertThat(intake.begin()).isTrue();
  }

  @Test
  void whoWaitsForItToBeClosedIsToldThatItWasOpened() {
    assertThat(intake.begin()).isTrue();
    CompletableFuture<Intake.State> closed = intake.set(1, false);
    assertThat(intake.set(2, true)).isCompletedWithValue(new Intake.State(true, 0));
    assertThat(closed).isCompletedWithValue(new Intake.State(true, 0));
  }

  @Test
  void whoWaitsForTooLongIsToldSoAndItStaysClosed() throws Exception {
    Intake impatient = new Intake(staged::get, Duration.ofMillis(1));
    assertThat(impatient.begin()).isTrue();
    CompletableFuture<Intake.State> closed = impatient.set(1, false);
    try {
      closed.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError("did not fail");
    } catch (ExecutionException e) {
      assertThat(((StoreException) e.getCause()).code()).isEqualTo(FailureCode.BUSY);
    }
    assertThat(impatient.begin()).isFalse();
    impatient.end();
    assertThat(impatient.set(1, false)).isCompletedWithValue(new Intake.State(false, 0));
  }
}

package io.github.dfserver.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.client.Scrub;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a scrub that somebody waits for has ended. */
class NodeCommandTest {
  private static Scrub scrub(boolean running, int startedAt, Integer completedAt) {
    return new Scrub(running, 1, 1, 1, 0, 0, time(startedAt), time(completedAt));
  }

  private static Instant time(Integer second) {
    return second == null ? null : Instant.ofEpochSecond(second);
  }

  @Test
  void theFirstEndsWhenItIsComplete() {
    Scrub none = new Scrub(false, 0, 0, 0, 0, 0, null, null);
    assertThat(NodeCommand.ended(null, null)).isFalse();
    assertThat(NodeCommand.ended(none, none)).isFalse();
    assertThat(NodeCommand.ended(scrub(true, 1, null), none)).isFalse();
    assertThat(NodeCommand.ended(scrub(false, 1, 2), none)).isTrue();
  }

  /** The answer to the request may tell of its end already. */
  @Test
  void whatEndsAtOnceHasEnded() {
    Scrub before = scrub(false, 1, 2);
    assertThat(NodeCommand.ended(scrub(false, 5, 6), before)).isTrue();
  }

  @Test
  void theEndOfAnEarlierOneIsNone() {
    assertThat(NodeCommand.ended(scrub(false, 1, 2), scrub(false, 1, 2))).isFalse();
    assertThat(NodeCommand.ended(scrub(false, 3, 4), scrub(true, 3, 2))).isFalse();
  }

  /** It gives way to the one that was asked for. */
  @Test
  void oneThatHasJustBegunByItselfIsNone() {
    assertThat(NodeCommand.ended(scrub(false, 3, 2), scrub(false, 1, 2))).isFalse();
  }
}

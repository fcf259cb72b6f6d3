package io.github.dfserver.manager.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventCrowdTest {
  private final EventCrowd crowd = new EventCrowd(EventGroup.FILES);

  private int passed(int tries, String as) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      passed += crowd.passes(as) ? 1 : 0;
    }
    return passed;
  }

  @Test
  void fewAreToldOneByOneAndThereIsNothingToAdd() {
    assertThat(passed(EventCrowd.MOST, "created")).isEqualTo(EventCrowd.MOST);
    assertThat(crowd.endSecond()).isEmpty();
  }

  @Test
  void manyAreCountedAndToldTogether() {
    assertThat(passed(1000, "created") + passed(500, "deleted")).isEqualTo(EventCrowd.MOST);
    Event summary = crowd.endSecond().orElseThrow();
    assertThat(summary.name()).isEqualTo("files-changed");
    assertThat(summary.fields()).containsEntry("created", 980L).containsEntry("deleted", 500L);
    assertThat(crowd.endSecond()).isEmpty();
  }

  @Test
  void eachSecondHasItsOwn() {
    passed(100, "created");
    crowd.endSecond();
    assertThat(passed(100, "deleted")).isEqualTo(EventCrowd.MOST);
  }

  @Test
  void whatTheGroupDoesNotCountIsAFault() {
    assertThatThrownBy(() -> crowd.passes("moved")).isInstanceOf(IllegalArgumentException.class);
  }
}

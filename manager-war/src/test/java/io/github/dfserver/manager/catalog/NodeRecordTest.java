package io.github.dfserver.manager.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NodeRecordTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

  private final UUID process = UUID.randomUUID();
  private final UUID clone = UUID.randomUUID();
  private final NodeRecord record = NodeRecord.joined("100", UUID.randomUUID(), 5, NOW).by(process);

  @Test
  void theProcessThatWasLetInMayComeAgainToAnyManager() {
    assertThat(record.isFenced(5, process)).isFalse();
    assertThat(record.seen(5, NOW).isFenced(5, process)).isFalse();
    assertThat(record.withDraining(true).isFenced(5, process)).isFalse();
  }

  @Test
  void anotherProcessWithTheSameStartIsACopy() {
    assertThat(record.isFenced(5, clone)).isTrue();
    assertThat(record.withDraining(true).isFenced(5, clone)).isTrue();
  }

  @Test
  void anEarlierStartIsFencedAndALaterOneIsNot() {
    assertThat(record.isFenced(4, process)).isTrue();
    assertThat(record.isFenced(6, clone)).isFalse();
    assertThat(record.seen(6, NOW).by(clone).isFenced(5, process)).isTrue();
  }

  @Test
  void aRecordWhoseProcessIsNotKnownFencesNone() {
    NodeRecord unknown = NodeRecord.joined("100", record.instanceId(), 5, NOW);
    assertThat(unknown.isFenced(5, process)).isFalse();
    assertThat(record.seen(6, NOW).isFenced(6, process)).isFalse();
  }
}

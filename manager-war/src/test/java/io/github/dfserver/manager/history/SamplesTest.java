package io.github.dfserver.manager.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final Samples samples = new Samples(2);

  private String json() {
    return new String(samples.json(10), StandardCharsets.UTF_8);
  }

  @Test
  void theOldestGoesFirst() {
    assertThat(json()).isEqualTo("{\"intervalSeconds\":10,\"samples\":[]}");
    for (int i = 1; i <= 3; i++) {
      samples.add(new Sample(Instant.ofEpochSecond(i), i, 0, 4, 5, 6, 7, 8, 9));
    }
    assertThat(json())
        .doesNotContain("00:00:01Z")
        .containsSubsequence(
            "{\"time\":\"1970-01-01T00:00:02Z\",\"requests\":2,\"errors\":0,\"bytesReceived\":4,",
            "\"bytesSent\":5,\"files\":6,\"bytes\":7,\"nodesOnline\":8,\"movesInFlight\":9}",
            "1970-01-01T00:00:03Z");
  }
}

package io.github.dfserver.manager.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {
  private static String frame(Event event) {
    return new String(event.frame(), StandardCharsets.UTF_8);
  }

  @Test
  void itIsOneLineOfJson() {
    Event event =
        new Event("move", Instant.EPOCH, Map.of())
            .with("filename", "a\r\n\ndata: b\u2028\"ü😀")
            .with("size", 5L)
            .with("lost", true)
            .with("eta", null);
    assertThat(frame(event))
        .isEqualTo(
            "event: move\ndata: {\"time\":\"1970-01-01T00:00:00Z\",\"filename\":\"a\\r\\n\\ndata:"
                + " b\u2028\\\"ü😀\",\"size\":5,\"lost\":true,\"eta\":null}\n\n");
  }

  @Test
  void aLongReasonLosesItsEndWhereverThatIs() {
    String text = "x".repeat(1099) + "😀".repeat(100);
    assertThat(frame(Event.named("error").with("message", text)))
        .contains("…\"}")
        .hasSizeLessThan(1300);
  }
}

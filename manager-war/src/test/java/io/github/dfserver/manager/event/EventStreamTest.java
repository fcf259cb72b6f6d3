package io.github.dfserver.manager.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.security.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final UUID manager = UUID.randomUUID();
  private final Events events = new Events();

  private EventStream stream(String lastId, Duration keepAlive, Duration life) {
    return new EventStream(
        events.log(),
        new EventIds(manager),
        Caller.ANONYMOUS,
        Event.named("hello"),
        Optional.ofNullable(lastId),
        keepAlive,
        life);
  }

  /** What can be read now; ends with {@code END} where the stream does. */
  private static String read(EventStream stream) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[7];
    while (true) {
      int n = stream.read(buffer, 0, buffer.length);
      if (n <= 0) {
        return text.append(n < 0 ? "END" : "").toString();
      }
      text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      events.publish(Event.named("e" + events.log().newest()));
    }
  }

  private String id(long number) {
    return manager + "." + number;
  }

  @Test
  void aNewListenerHearsOfWhatHappensFromNowOn() throws IOException {
    publish(3);
    EventStream stream = stream(null, LONG, LONG);
    assertThat(read(stream))
        .contains("id: " + id(3) + "\nevent: hello\n")
        .doesNotContain("event: e2\n");
    assertThat(read(stream)).isEmpty();
    publish(1);
    assertThat(read(stream)).startsWith("id: " + id(4) + "\nevent: e3\ndata: {");
  }

  @Test
  void whoComesBackIsToldWhatItHasMissed() throws IOException {
    publish(5);
    String text = read(stream(id(3), LONG, LONG));
    assertThat(text).containsSubsequence("event: hello", "event: e3", "event: e4");
    assertThat(text).doesNotContain("event: e2\n").doesNotContain("gap");
  }

  @Test
  void aGapIsToldWhereNotAllIsKnownAnyMore() throws IOException {
    publish(Events.KEPT + 5);
    for (String id : new String[] {id(4), UUID.randomUUID() + ".9", "x", id(1_000_000), "-1"}) {
      String text = read(stream(id, LONG, LONG));
      assertThat(text).as(id).containsSubsequence("event: hello", "event: gap");
      assertThat(text).as(id).doesNotContain("event: e");
    }
    assertThat(read(stream(id(5), LONG, LONG))).contains("event: e5").doesNotContain("gap");
  }

  @Test
  void whoReadsTooSlowlyIsCut() throws IOException {
    EventStream slow = stream(null, LONG, LONG);
    EventStream quick = stream(null, LONG, LONG);
    read(slow);
    read(quick);
    publish(Events.KEPT);
    assertThat(read(quick)).contains("event: e0", "event: e1023");
    publish(1);
    assertThat(read(quick)).contains("event: e1024");
    assertThatThrownBy(() -> read(slow)).isInstanceOf(IOException.class);
    assertThat(slow.tooSlow()).isTrue();
    assertThat(quick.tooSlow()).isFalse();
  }

  @Test
  void silenceIsBrokenByComments() throws IOException {
    EventStream stream = stream(null, Duration.ZERO, LONG);
    byte[] buffer = new byte[1000];
    stream.read(buffer, 0, buffer.length);
    assertThat(stream.isDue()).isTrue();
    int n = stream.read(buffer, 0, buffer.length);
    assertThat(new String(buffer, 0, n, StandardCharsets.US_ASCII)).isEqualTo(":\n\n");
    assertThat(stream(null, LONG, LONG).isDue()).isFalse();
  }

  @Test
  void itEndsWhenItsTimeIsOverAndAllWasTold() throws IOException {
    publish(2);
    assertThat(read(stream(id(0), LONG, Duration.ZERO)))
        .containsSubsequence("event: hello", "event: e0", "event: e1", "END");
  }

  @Test
  void itEndsAtOnceWhenItsListenerIsNotLetInAnyMore() throws IOException {
    EventStream stream = stream(id(0), LONG, LONG);
    int[] signals = new int[1];
    stream.whenReadable(() -> signals[0]++);
    publish(2);
    stream.expire();
    assertThat(stream.isDue()).isTrue();
    stream.signal();
    assertThat(signals[0]).isEqualTo(2);
    assertThat(read(stream)).isEqualTo("END");
  }
}

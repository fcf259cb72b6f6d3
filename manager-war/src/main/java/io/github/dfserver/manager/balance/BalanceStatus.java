package io.github.dfserver.manager.balance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dfserver.manager.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * How even the nodes are.
 *
 * @param spread most files minus fewest over the nodes that are online, not draining and have room
 * @param movesInFlight files on their way
 * @param movesPending further ones that have to move
 * @param paused whether moves are stopped
 * @param etaSeconds until nothing is left to move; empty while that is not known
 */
record BalanceStatus(
    long spread, long movesInFlight, long movesPending, boolean paused, OptionalLong etaSeconds) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * What a plan comes to.
   *
   * @param now for what nodes hold now
   * @param inFlight moves under way, of whichever manager
   * @param seconds how long so many moves take, if that is known
   */
  static BalanceStatus of(
      BalancePlan now, long inFlight, boolean paused, LongFunction<OptionalLong> seconds) {
    long pending = Math.max(0, now.needed() - inFlight);
    OptionalLong eta =
        paused && pending > 0 ? OptionalLong.empty() : seconds.apply(inFlight + pending);
    return new BalanceStatus(now.spread(), inFlight, pending, paused, eta);
  }

  /** The event that says so. */
  Event event() {
    return Event.named("balance")
        .with("spread", spread)
        .with("movesInFlight", movesInFlight)
        .with("movesPending", movesPending)
        .with("paused", paused)
        .with("etaSeconds", etaSeconds.isPresent() ? etaSeconds.getAsLong() : null);
  }

  /** A JSON object, UTF-8. */
  byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("spread", spread);
      json.writeNumberField("movesInFlight", movesInFlight);
      json.writeNumberField("movesPending", movesPending);
      json.writeBooleanField("paused", paused);
      if (etaSeconds.isPresent()) {
        json.writeNumberField("etaSeconds", etaSeconds.getAsLong());
      } else {
        json.writeNullField("etaSeconds");
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

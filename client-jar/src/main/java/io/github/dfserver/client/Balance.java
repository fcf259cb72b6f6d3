package io.github.dfserver.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How even the nodes are.
 *
 * @param spread the most files minus the fewest, over the nodes that take files
 * @param movesInFlight files on their way
 * @param movesPending further ones that have to move
 * @param paused whether moves are stopped
 * @param eta how long until nothing is left to move; empty while that is not known
 */
public record Balance(
    long spread, long movesInFlight, long movesPending, boolean paused, Optional<Duration> eta) {

  static Balance of(JsonObject json) {
    return new Balance(
        json.number("spread"),
        json.number("movesInFlight"),
        json.number("movesPending"),
        json.flag("paused"),
        json.has("etaSeconds")
            ? Optional.of(Duration.ofSeconds(json.number("etaSeconds")))
            : Optional.empty());
  }
}

package io.github.dfserver.client;

import java.time.Instant;
import java.util.Locale;

/**
 * A storage node.
 *
 * @param id its id
 * @param state what it is doing
 * @param files how many files it holds, by the catalogue
 * @param bytes the sum of their sizes
 * @param freeBytes what new files may use; 0 where the manager has not heard of it since it started
 * @param connectedSince null while it is offline
 * @param lastSeen when the managers last heard of it
 * @param scrub how far it is with reading its files again; null where it said nothing yet
 */
public record Node(
    String id,
    NodeState state,
    long files,
    long bytes,
    long freeBytes,
    Instant connectedSince,
    Instant lastSeen,
    Scrub scrub) {

  static Node of(JsonObject json) {
    JsonObject scrub = json.object("scrub");
    return new Node(
        json.text("id"),
        NodeState.valueOf(json.text("state").toUpperCase(Locale.ROOT)),
        json.number("files"),
        json.number("bytes"),
        json.number("freeBytes"),
        json.instant("connectedSince"),
        json.instant("lastSeen"),
        scrub == null ? null : Scrub.of(scrub));
  }
}

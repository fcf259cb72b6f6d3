package io.github.dfserver.client;

import java.time.Instant;

/**
 * How far a node is with reading everything that it holds again.
 *
 * @param running whether it is at it
 * @param files how many there were when it began
 * @param filesRead how many of them were read
 * @param bytesRead how many bytes were read
 * @param damaged how many failed their checksum
 * @param missing how many were not there
 * @param startedAt null where there was none yet
 * @param completedAt when the last one was completed; null where none was
 */
public record Scrub(
    boolean running,
    long files,
    long filesRead,
    long bytesRead,
    long damaged,
    long missing,
    Instant startedAt,
    Instant completedAt) {

  static Scrub of(JsonObject json) {
    return new Scrub(
        json.flag("running"),
        json.number("files"),
        json.number("filesRead"),
        json.number("bytesRead"),
        json.number("damaged"),
        json.number("missing"),
        json.instant("startedAt"),
        json.instant("completedAt"));
  }
}

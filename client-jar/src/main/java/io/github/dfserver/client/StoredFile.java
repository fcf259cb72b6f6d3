package io.github.dfserver.client;

import java.time.Instant;

/**
 * A file, as the catalogue has it.
 *
 * @param id stays while it moves; another file of the same name has another one
 * @param name its whole name
 * @param size in bytes
 * @param sha256 64 digits of lower-case hex
 * @param contentType the media type that it is given back with
 * @param node the id of the storage node that holds it
 * @param createdAt when it was stored
 */
public record StoredFile(
    String id,
    String name,
    long size,
    String sha256,
    String contentType,
    String node,
    Instant createdAt)
    implements Entry {

  static StoredFile of(JsonObject json) {
    return new StoredFile(
        json.text("id"),
        json.text("filename"),
        json.number("size"),
        json.text("sha256"),
        json.text("contentType"),
        json.text("node"),
        json.instant("createdAt"));
  }
}

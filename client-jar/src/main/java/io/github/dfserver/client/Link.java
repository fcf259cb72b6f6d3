package io.github.dfserver.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * A link by which anybody can read one file for some time; as secret as the file is.
 *
 * @param url what to open
 * @param filename the file that it is for
 * @param expiresAt from when on it is good no longer
 */
public record Link(URI url, String filename, Instant expiresAt) {
  private static final JsonFactory FACTORY = new JsonFactory();

  static Link of(JsonObject json) {
    return new Link(URI.create(json.text("url")), json.text("filename"), json.instant("expiresAt"));
  }

  /** What asks for one. */
  static Content wish(String filename, Duration validity) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(json)) {
      generator.writeStartObject();
      generator.writeStringField("filename", filename);
      generator.writeNumberField("expiresIn", validity.toSeconds());
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Content.of(json.toByteArray()).withType("application/json");
  }
}

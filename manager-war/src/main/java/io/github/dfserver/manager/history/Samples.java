package io.github.dfserver.manager.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last samples, oldest first. Thread-safe. */
final class Samples {
  private static final JsonFactory JSON = new JsonFactory();

  private final int most;
  private final Deque<Sample> kept = new ArrayDeque<>();

  /** Keeps so many. */
  Samples(int most) {
    this.most = most;
  }

  /** Adds one, in place of the oldest where there are too many. */
  synchronized void add(Sample sample) {
    if (kept.size() == most) {
      kept.removeFirst();
    }
    kept.addLast(sample);
  }

  private synchronized List<Sample> all() {
    return List.copyOf(kept);
  }

  /** A JSON object, UTF-8. */
  byte[] json(long intervalSeconds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("intervalSeconds", intervalSeconds);
      json.writeArrayFieldStart("samples");
      for (Sample sample : all()) {
        write(json, sample);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Sample sample) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", sample.time().toString());
    json.writeNumberField("requests", sample.requests());
    json.writeNumberField("errors", sample.errors());
    json.writeNumberField("bytesReceived", sample.bytesReceived());
    json.writeNumberField("bytesSent", sample.bytesSent());
    json.writeNumberField("files", sample.files());
    json.writeNumberField("bytes", sample.bytes());
    json.writeNumberField("nodesOnline", sample.nodesOnline());
    json.writeNumberField("movesInFlight", sample.movesInFlight());
    json.writeEndObject();
  }
}

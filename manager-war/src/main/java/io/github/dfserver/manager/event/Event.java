package io.github.dfserver.manager.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that has happened. Immutable.
 *
 * @param name which kind of thing, such as {@code node-joined}; no line breaks
 * @param time when
 * @param fields what there is to say: strings, whole numbers, booleans and nulls, in this order
 */
public record Event(String name, Instant time, Map<String, Object> fields) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Characters of a string that are told; what is longer, reasons aside, is cut off elsewhere. */
  private static final int MOST_CHARACTERS = 1100;

  /** Copies the fields. */
  public Event {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** One that has just happened, with nothing to say yet. */
  public static Event named(String name) {
    return new Event(name, Instant.now().truncatedTo(ChronoUnit.MILLIS), Map.of());
  }

  /** The same with one field more; a long string loses its end. */
  public Event with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(field, value instanceof String text ? shortened(text) : value);
    return new Event(name, time, more);
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
  }

  /** As server-sent events have it, in UTF-8, without its id. */
  byte[] frame() {
    return ("event: " + name + "\ndata: " + json() + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private String json() {
    StringWriter text = new StringWriter(128);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", time.toString());
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value.toString());
    }
  }
}

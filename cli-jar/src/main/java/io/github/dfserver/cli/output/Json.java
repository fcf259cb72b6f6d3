package io.github.dfserver.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object of JSON, on one line; members stay in their order. Immutable. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Object> members;

  private Json(Map<String, Object> members) {
    this.members = members;
  }

  /** One with a first member. */
  public static Json of(String name, Object value) {
    return new Json(Map.of()).with(name, value);
  }

  /**
   * The same with one member more.
   *
   * @param value a number, a boolean, another object, null, or what is written as its text
   */
  public Json with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Json(more);
  }

  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    for (Map.Entry<String, Object> member : members.entrySet()) {
      generator.writeFieldName(member.getKey());
      Object value = member.getValue();
      if (value instanceof Json object) {
        object.write(generator);
      } else if (value instanceof Integer || value instanceof Long) {
        generator.writeNumber(((Number) value).longValue());
      } else if (value instanceof Boolean flag) {
        generator.writeBoolean(flag);
      } else if (value == null) {
        generator.writeNull();
      } else {
        generator.writeString(value.toString());
      }
    }
    generator.writeEndObject();
  }
}

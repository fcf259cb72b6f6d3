package io.github.dfserver.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object of a manager's answer. What is absent is null, 0 or false; what is of another kind than
 * asked for is absent. Unknown members are left alone, so that a newer manager may tell more.
 */
final class JsonObject {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private final Map<String, Object> members;

  private JsonObject(Map<String, Object> members) {
    this.members = members;
  }

  /** Reads the object that the stream begins with; depth and lengths are limited by Jackson. */
  static JsonObject read(InputStream stream) throws IOException {
    try (JsonParser parser = FACTORY.createParser(stream)) {
      if (parser.nextToken() == JsonToken.START_OBJECT && value(parser) instanceof JsonObject o) {
        return o;
      }
      throw new JsonParseException(parser, "The answer is not a JSON object.");
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield new JsonObject(members);
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  long number(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  Instant instant(String name) {
    String text = text(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  JsonObject object(String name) {
    return members.get(name) instanceof JsonObject object ? object : null;
  }

  List<JsonObject> objects(String name) {
    return items(name, JsonObject.class);
  }

  List<String> texts(String name) {
    return items(name, String.class);
  }

  private <T> List<T> items(String name, Class<T> kind) {
    return members.get(name) instanceof List<?> items
        ? items.stream().filter(kind::isInstance).map(kind::cast).toList()
        : List.of();
  }
}

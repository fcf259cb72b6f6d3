package io.github.dfserver.manager.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is said of the manager's health: it is up when all checks are. */
record HealthReport(List<Check> checks) {
  private static final JsonFactory JSON = new JsonFactory();

  HealthReport {
    checks = List.copyOf(checks);
  }

  boolean up() {
    return checks.stream().allMatch(Check::up);
  }

  /** As MicroProfile Health 4.0 spells it (appendix A of its protocol), UTF-8. */
  byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("status", status(up()));
      json.writeArrayFieldStart("checks");
      for (Check check : checks) {
        json.writeStartObject();
        json.writeStringField("name", check.name());
        json.writeStringField("status", status(check.up()));
        json.writeObjectFieldStart("data");
        for (Map.Entry<String, Object> entry : new TreeMap<>(check.data()).entrySet()) {
          json.writeObjectField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String status(boolean up) {
    return up ? "UP" : "DOWN";
  }
}

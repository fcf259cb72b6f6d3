package io.github.dfserver.manager.rebuild;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.protocol.Copy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The JSON of a rebuild. UTF-8. */
final class RebuildJson {
  private static final JsonFactory JSON = new JsonFactory();

  private RebuildJson() {}

  static byte[] of(RebuildState rebuild, List<Stray> conflicts, Map<String, UUID> waiting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("state", rebuild.phase().name().toLowerCase(Locale.ROOT));
      json.writeStringField("startedAt", rebuild.began().map(Instant::toString).orElse(null));
      json.writeStringField("endedAt", rebuild.ended().map(Instant::toString).orElse(null));
      json.writeNumberField("adopted", rebuild.adopted());
      writeConflicts(json, conflicts);
      json.writeNumberField("conflictCount", rebuild.conflicts());
      json.writeObjectFieldStart("nodes");
      writeIds(json, "done", rebuild.done());
      writeIds(json, "absent", rebuild.absent());
      writeWaiting(json, waiting);
      json.writeEndObject();
      json.writeBooleanField("provisional", rebuild.phase() == RebuildState.Phase.PROVISIONAL);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeConflicts(JsonGenerator json, List<Stray> conflicts) throws IOException {
    Map<String, List<Stray>> byName =
        conflicts.stream()
            .collect(
                Collectors.groupingBy(one -> one.copy().name(), TreeMap::new, Collectors.toList()));
    json.writeArrayFieldStart("conflicts");
    for (Map.Entry<String, List<Stray>> name : byName.entrySet()) {
      json.writeStartObject();
      json.writeStringField("filename", name.getKey());
      json.writeArrayFieldStart("copies");
      for (Stray stray : name.getValue()) {
        Copy copy = stray.copy();
        json.writeStartObject();
        json.writeStringField("node", stray.node());
        json.writeStringField("id", copy.fileId().toString());
        json.writeNumberField("size", copy.size());
        json.writeStringField("sha256", copy.sha256().hex());
        json.writeStringField("createdAt", copy.createdAt().toString());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeIds(JsonGenerator json, String member, Collection<String> ids)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (String id : ids) {
      json.writeString(id);
    }
    json.writeEndArray();
  }

  private static void writeWaiting(JsonGenerator json, Map<String, UUID> waiting)
      throws IOException {
    json.writeArrayFieldStart("waiting");
    for (Map.Entry<String, UUID> node : waiting.entrySet()) {
      json.writeStartObject();
      json.writeStringField("id", node.getKey());
      json.writeStringField("cluster", node.getValue().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

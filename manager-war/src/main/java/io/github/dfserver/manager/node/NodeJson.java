package io.github.dfserver.manager.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.protocol.ScrubReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The JSON of nodes. UTF-8. */
final class NodeJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final NodeUsage NOTHING = new NodeUsage(0, 0);

  private NodeJson() {}

  static byte[] nodes(
      List<StorageNode> nodes, Predicate<StorageNode> drained, Map<String, NodeUsage> usage) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("nodes");
      for (StorageNode node : nodes) {
        write(json, node, drained.test(node), usage.getOrDefault(node.id(), NOTHING));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] node(
      StorageNode node, Predicate<StorageNode> drained, Map<String, NodeUsage> usage) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(json, node, drained.test(node), usage.getOrDefault(node.id(), NOTHING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, StorageNode node, boolean drained, NodeUsage used)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", node.id());
    StorageNode.State state = node.state(drained);
    json.writeStringField("state", state.label());
    if (state == StorageNode.State.OFFLINE && node.record().draining()) {
      json.writeBooleanField("draining", true); // of others the state says it
    }
    json.writeNumberField("files", used.files());
    json.writeNumberField("bytes", used.bytes());
    json.writeNumberField("freeBytes", node.freeBytes());
    json.writeStringField(
        "connectedSince", node.connectedSince().map(Instant::toString).orElse(null));
    json.writeStringField("lastSeen", node.lastSeen().toString());
    if (node.scrub().isPresent()) {
      writeScrub(json, node.scrub().get());
    }
    json.writeEndObject();
  }

  private static void writeScrub(JsonGenerator json, ScrubReport scrub) throws IOException {
    json.writeObjectFieldStart("scrub");
    json.writeBooleanField("running", scrub.running());
    json.writeNumberField("files", scrub.copies());
    json.writeNumberField("filesRead", scrub.copiesRead());
    json.writeNumberField("bytesRead", scrub.bytesRead());
    json.writeNumberField("damaged", scrub.damaged());
    json.writeNumberField("missing", scrub.missing());
    json.writeStringField("startedAt", scrub.began().map(Instant::toString).orElse(null));
    json.writeStringField("completedAt", scrub.completed().map(Instant::toString).orElse(null));
    json.writeEndObject();
  }
}

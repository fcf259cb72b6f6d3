package io.github.dfserver.manager.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.dfserver.manager.request.EndedRequest;
import io.github.dfserver.manager.request.RequestOutcome.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the audit log. Immutable.
 *
 * @param members of the JSON object, in their order: strings and numbers
 */
record AuditRecord(Map<String, Object> members) {
  /** More of a text than this is left out. */
  static final int MAX_TEXT = 4096;

  /** All but ASCII is escaped, so that no name can end a line or steer a terminal. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int DELETE = 0x7F;

  /** A request that is over. */
  static AuditRecord of(EndedRequest request, Instant time) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", time.toString());
    members.put("requestId", request.requestId());
    members.put("who", request.caller().name());
    members.put("means", request.caller().means().label());
    request.caller().role().ifPresent(role -> members.put("role", role.label()));
    members.put("from", request.from());
    members.put("operation", request.operation().label());
    members.put("method", request.method());
    members.put("path", request.path());
    members.put("target", Target.of(request));
    members.put("status", request.status());
    if (request.aborted()) {
      members.put("aborted", true);
    }
    if (request.errorCode() != 0) {
      members.put("errorCode", request.errorCode());
    }
    members.put("bytes", request.stored().map(Stored::size).orElse(request.receivedBytes()));
    request.stored().ifPresent(file -> members.put("sha256", file.sha256()));
    return new AuditRecord(members);
  }

  /** What a storage node did, or was refused. */
  static AuditRecord ofNode(NodeEvent event, String node, String from, String why, Instant time) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", time.toString());
    members.put("who", node);
    members.put("from", from);
    members.put("operation", event.label());
    members.put("target", node);
    if (!why.isEmpty()) {
      members.put("detail", why);
    }
    return new AuditRecord(members);
  }

  /** The line, with its line feed. ASCII. */
  byte[] line() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> member : members.entrySet()) {
        json.writeFieldName(member.getKey());
        write(json, member.getValue());
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      String text = value.toString();
      json.writeString(printable(text.substring(0, Math.min(text.length(), MAX_TEXT))));
    }
  }

  /** JSON leaves U+007F as it is, and half a surrogate pair is no text. */
  private static String printable(String text) {
    boolean plain = text.chars().allMatch(c -> c != DELETE && !Character.isSurrogate((char) c));
    if (plain) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == DELETE || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}

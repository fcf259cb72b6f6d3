package io.github.dfserver.manager.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dfserver.manager.request.RequestOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a {@link Problem} as RFC 9457 JSON. */
public final class ProblemJson {
  /** RFC 9457, section 3. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final JsonFactory JSON = new JsonFactory();

  private ProblemJson() {}

  /** The body of the answer to a request, UTF-8. */
  public static byte[] write(Problem problem, RequestOrigin origin) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", "urn:dfserver:error:" + problem.code().code());
      json.writeStringField("title", problem.code().data());
      json.writeNumberField("status", problem.status());
      json.writeStringField("detail", wellFormed(problem.detail()));
      json.writeNumberField("errorCode", problem.code().code());
      json.writeStringField("data", problem.code().data());
      for (Map.Entry<String, Object> member : problem.members().entrySet()) {
        json.writeObjectField(member.getKey(), member.getValue());
      }
      json.writeStringField("requestId", origin.requestId());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A client's text may hold lone surrogates, which UTF-8 cannot spell. */
  private static String wellFormed(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}

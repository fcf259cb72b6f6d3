package io.github.dfserver.manager.file;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.dfserver.manager.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A JSON object with a file as base64 text, decoded as it is read and never held as a string. */
final class JsonBody implements Base64Body {
  private static final int MAX_TEXT = 64 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER = 1000;

  /** Each name is remembered while its object is read, so that none is there twice. */
  private static final long MAX_TOKENS = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .maxNumberLength(MAX_NUMBER)
                  .maxTokenCount(MAX_TOKENS)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  @Override
  public FileName parse(InputStream body, OutputStream decoded) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      return parse(json, decoded);
    } catch (JsonProcessingException e) {
      throw refused("The body is not the JSON that it should be: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw refused("'file' is not base64: " + e.getMessage());
    }
  }

  private static FileName parse(JsonParser json, OutputStream decoded) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refused("The body has to be a JSON object with 'filename' and 'file'.");
    }
    String name = null;
    boolean file = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      boolean ours = field.equals("filename") || field.equals("file");
      if (ours && value != JsonToken.VALUE_STRING) {
        throw refused("'" + field + "' has to be a string.");
      }
      if (field.equals("filename")) {
        name = json.getText();
      } else if (field.equals("file")) {
        json.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, decoded);
        file = true;
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw refused("Something follows the JSON object.");
    }
    if (name == null || !file) {
      throw refused("The field '" + (file ? "filename" : "file") + "' is missing.");
    }
    return new FileName(name);
  }

  private static BodyRefusedException refused(String detail) {
    return new BodyRefusedException(Problem.invalidRequest(detail));
  }
}

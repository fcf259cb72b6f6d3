package io.github.dfserver.manager.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the strings and numbers of small JSON objects that strangers send. */
public final class FlatJson {
  private static final int MAX_TEXT = 16 * 1024;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NUMBER = 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .maxNumberLength(MAX_NUMBER)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private FlatJson() {}

  /**
   * The members of an object that are strings or whole numbers; others are left out.
   *
   * @param body with an array behind it
   * @param known members that can be nothing else, or null, which is as if they were not there
   * @throws JsonProcessingException when it is no JSON
   * @throws IOException with a sentence, when it is not one object of these members
   */
  public static Map<String, String> read(ByteBuffer body, Set<String> known) throws IOException {
    Map<String, String> members = new HashMap<>();
    try (JsonParser json = JSON.createParser(body.array(), body.arrayOffset(), body.remaining())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("The body has to be a JSON object.");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
          members.put(name, json.getText());
        } else if (value != JsonToken.VALUE_NULL && known.contains(name)) {
          throw new IOException("'" + name + "' has to be a string or a whole number.");
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new IOException("Something follows the JSON object.");
      }
    }
    return members;
  }
}

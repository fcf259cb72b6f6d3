package io.github.dfserver.manager.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.FileName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks a link for. Immutable.
 *
 * @param name the file
 * @param life how long the link is to be good, 1 s to 7 days
 * @param disposition what browsers are to do with the file
 */
record LinkOrder(FileName name, Duration life, Optional<Disposition> disposition) {
  /** The longest body that is read, in bytes: a name of 1024 bytes, each of them escaped. */
  static final int MAX_BODY = 16 * 1024;

  private static final long MAX_SECONDS = Duration.ofDays(7).toSeconds();
  private static final String STANDARD_SECONDS = "3600";
  private static final int MAX_TEXT = 4 * 1024;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NUMBER = 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .maxNumberLength(MAX_NUMBER)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  /**
   * Reads a JSON object.
   *
   * @throws ProblemException code 6, when it is not what it should be
   */
  static LinkOrder ofJson(ByteBuffer body) {
    try (JsonParser json =
        JSON.createParser(
            new ByteArrayInputStream(body.array(), body.arrayOffset(), body.remaining()))) {
      return of(members(json));
    } catch (JsonProcessingException e) {
      throw refused("The body is not the JSON that it should be: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static Map<String, String> members(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refused("The body has to be a JSON object with 'filename'.");
    }
    Map<String, String> members = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      switch (json.nextToken()) {
        case VALUE_STRING, VALUE_NUMBER_INT -> members.put(name, json.getText());
        case VALUE_NULL -> members.remove(name);
        default -> {
          if (!name.isEmpty() && isKnown(name)) {
            throw refused("'" + name + "' has to be a string or a whole number.");
          }
          json.skipChildren();
        }
      }
    }
    if (json.nextToken() != null) {
      throw refused("Something follows the JSON object.");
    }
    return members;
  }

  private static boolean isKnown(String name) {
    return name.equals("filename") || name.equals("expiresIn") || name.equals("disposition");
  }

  /**
   * Reads a urlencoded form (WHATWG URL, section 5.1).
   *
   * @throws ProblemException code 6, when it is not what it should be
   */
  static LinkOrder ofForm(ByteBuffer body) {
    String text = StandardCharsets.US_ASCII.decode(body.duplicate()).toString();
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        String name = decoded(field.substring(0, equals));
        if (fields.putIfAbsent(name, decoded(field.substring(equals + 1))) != null) {
          throw refused("The field '" + name + "' is there twice.");
        }
      }
    }
    return of(fields);
  }

  private static String decoded(String encoded) {
    try {
      byte[] bytes =
          URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused("The form is not UTF-8.");
    } catch (IllegalArgumentException e) {
      throw refused("The form has a broken percent escape.");
    }
  }

  private static LinkOrder of(Map<String, String> fields) {
    String name = fields.get("filename");
    if (name == null) {
      throw refused("The field 'filename' is missing.");
    }
    return new LinkOrder(
        new FileName(name),
        life(fields.getOrDefault("expiresIn", STANDARD_SECONDS)),
        Optional.ofNullable(fields.get("disposition")).map(LinkOrder::disposition));
  }

  private static Duration life(String seconds) {
    try {
      long life = Long.parseLong(seconds);
      if (life >= 1 && life <= MAX_SECONDS) {
        return Duration.ofSeconds(life);
      }
    } catch (NumberFormatException e) {
      throw refused("'expiresIn' has to be seconds, 1 to " + MAX_SECONDS + ".");
    }
    throw refused("'expiresIn' has to be seconds, 1 to " + MAX_SECONDS + ".");
  }

  private static Disposition disposition(String label) {
    return Disposition.ofLabel(label)
        .orElseThrow(
            () -> refused("'disposition' can be 'inline' or 'attachment', or be left out."));
  }

  private static ProblemException refused(String detail) {
    return new ProblemException(Problem.invalidRequest(detail));
  }
}

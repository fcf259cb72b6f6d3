package io.github.dfserver.manager.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.file.FileName;
import io.github.dfserver.manager.request.FlatJson;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /**
   * Reads a JSON object.
   *
   * @throws ProblemException code 6, when it is not what it should be
   */
  static LinkOrder ofJson(ByteBuffer body) {
    try {
      return of(FlatJson.read(body, Set.of("filename", "expiresIn", "disposition")));
    } catch (JsonProcessingException e) {
      throw refused("The body is not the JSON that it should be: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw refused(e.getMessage());
    }
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

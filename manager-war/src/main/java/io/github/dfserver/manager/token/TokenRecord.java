package io.github.dfserver.manager.token;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the manager keeps of a token: everything but the token. Immutable.
 *
 * @param name unique, for people and logs: 1 to 64 characters of {@code A-Z a-z 0-9 . _ @ -}
 * @param grant what it is good for: {@code reader}, {@code writer}, {@code admin}, {@code node:ID}
 *     or {@code node:*}
 * @param id the public part of the token: 16 hexadecimal digits
 * @param sha256 the SHA-256 of the whole token: 64 hexadecimal digits. A token is 256 random bits,
 *     which nobody guesses, so a slow hash would protect nothing more
 * @param created when it was made
 * @param expires from when on it is good no longer, or empty for never
 */
public record TokenRecord(
    String name,
    String grant,
    String id,
    String sha256,
    Instant created,
    Optional<Instant> expires) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final Pattern GRANT =
      Pattern.compile("reader|writer|admin|node:(\\*|(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64})");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int FIELDS = 6;
  private static final String NEVER = "-";

  /**
   * Checks every part.
   *
   * @throws IllegalArgumentException with a sentence when one is not as described here
   */
  public TokenRecord {
    check(NAME, name, "the name of a token has 1 to 64 characters of A-Z a-z 0-9 . _ @ -");
    check(GRANT, grant, "a token is good for reader, writer, admin, node:ID or node:*");
    check(ID, id, "the id of a token has 16 hexadecimal digits");
    check(HASH, sha256, "the hash of a token has 64 hexadecimal digits");
  }

  private static void check(Pattern pattern, String value, String rule) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(rule + ", not '" + value + "'");
    }
  }

  /** Whether this is what is kept of a token; takes as long wherever the two differ. */
  public boolean isOf(Token token) {
    return MessageDigest.isEqual(
        HexFormat.of().parseHex(sha256), HexFormat.of().parseHex(token.sha256()));
  }

  /** Whether it is good no longer. */
  public boolean isExpired(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isPresent();
  }

  /** As one line of the file. */
  String line() {
    String end = expires.map(Instant::toString).orElse(NEVER);
    return String.join(" ", name, grant, id, sha256, created.toString(), end);
  }

  /**
   * Reads one line of the file.
   *
   * @throws IllegalArgumentException with a sentence when it is none
   */
  static TokenRecord ofLine(String line) {
    List<String> fields = List.of(line.strip().split("\\s+"));
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException(
          "a line has " + FIELDS + " fields: name, grant, id, hash, created, expires");
    }
    try {
      String end = fields.get(FIELDS - 1);
      return new TokenRecord(
          fields.get(0),
          fields.get(1),
          fields.get(2),
          fields.get(3),
          Instant.parse(fields.get(4)),
          end.equals(NEVER) ? Optional.empty() : Optional.of(Instant.parse(end)));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + e.getParsedString() + "' is no time such as 2030-01-31T00:00:00Z", e);
    }
  }
}

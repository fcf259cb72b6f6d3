package io.github.dfserver.manager.file;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.protocol.Sha256;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code Content-Digest} header (RFC 9530, section 2; RFC 9651 byte sequences). */
final class ContentDigest {
  private ContentDigest() {}

  /**
   * The SHA-256 that the header promises; empty where there is no header or no {@code sha-256}.
   *
   * @throws ProblemException code 6, when the header cannot be read
   */
  static Optional<Sha256> sha256(String header) {
    if (header == null) {
      return Optional.empty();
    }
    Optional<Sha256> found = Optional.empty();
    for (String member : header.split(",", -1)) {
      String[] keyAndValue = member.strip().split("=", 2);
      String value = keyAndValue.length == 2 ? keyAndValue[1].strip() : "";
      if (value.length() < 2 || value.charAt(0) != ':' || !value.endsWith(":")) {
        throw unreadable();
      }
      if (keyAndValue[0].strip().toLowerCase(Locale.ROOT).equals("sha-256")) {
        found = Optional.of(decode(value.substring(1, value.length() - 1)));
      }
    }
    return found;
  }

  private static Sha256 decode(String base64) {
    byte[] digest;
    try {
      digest = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw unreadable();
    }
    if (digest.length != 32) {
      throw unreadable();
    }
    return Sha256.fromBytes(digest);
  }

  /** What a client is told whose body has another digest. */
  static Problem mismatch(Sha256 promised, Sha256 actual) {
    return Problem.invalidRequest(
        "The body's SHA-256 is "
            + actual.hex()
            + ", but Content-Digest promised "
            + promised.hex()
            + "; nothing was stored.");
  }

  private static ProblemException unreadable() {
    return new ProblemException(
        Problem.invalidRequest(
            "Content-Digest has to be like sha-256=:<base64 of 32 bytes>: (RFC 9530)."));
  }
}

package io.github.dfserver.manager.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token as its bearer shows it (RFC 6750): {@code dfs_ID_SECRET}, 16 hexadecimal digits to find
 * it by and 256 random bits in base64url. The prefix lets scanners for leaked secrets find it.
 * {@link #toString} does not tell the secret.
 */
public final class Token {
  private static final Pattern FORM = Pattern.compile("dfs_([0-9a-f]{16})_[A-Za-z0-9_-]{43}");
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;
  private final String id;

  private Token(String text, String id) {
    this.text = text;
    this.id = id;
  }

  /** A new one. */
  static Token random() {
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(secret);
    String hex = HexFormat.of().formatHex(id);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return new Token("dfs_" + hex + "_" + encoded, hex);
  }

  /** Reads what a bearer shows; empty when it is not of this form. */
  public static Optional<Token> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches() ? Optional.of(new Token(text, matcher.group(1))) : Optional.empty();
  }

  /** What it is found by, which is no secret. */
  public String id() {
    return id;
  }

  /** The secret whole, for its bearer alone. */
  public String reveal() {
    return text;
  }

  /** 64 hexadecimal digits. */
  String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "dfs_" + id + "_***";
  }
}

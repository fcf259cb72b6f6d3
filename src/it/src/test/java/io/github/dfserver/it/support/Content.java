package io.github.dfserver.it.support;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** Bytes to upload, the same for the same seed. */
public final class Content {
  private Content() {}

  /** Random bytes. */
  public static byte[] random(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** The SHA-256 in hex. */
  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  /** The value of a Content-Digest header (RFC 9530). */
  public static String contentDigest(byte[] content) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(digest(content)) + ":";
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.github.dfserver.manager.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What signs links: HMAC-SHA-256 (RFC 2104) with a key that is derived, in the manner of HKDF (RFC
 * 5869), from the secret of the cluster, and so the same for all its managers. Immutable.
 */
final class LinkKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String LABEL = "dfs signed link, version 1";
  private static final byte VERSION = 1;

  /** GET and HEAD; a link of another kind could never pass for this one. */
  private static final byte READ = 1;

  private static final int ID_BYTES = 16;
  private static final int MAC_BYTES = 32;

  private final SecretKeySpec key;

  private LinkKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * The key of a cluster.
   *
   * @param secret in hexadecimal
   * @param epoch raised to make all links void
   */
  static LinkKey derive(String secret, long epoch) {
    SecretKeySpec root = new SecretKeySpec(HexFormat.of().parseHex(secret), ALGORITHM);
    byte[] label = LABEL.getBytes(StandardCharsets.US_ASCII);
    return new LinkKey(
        mac(root, ByteBuffer.allocate(label.length + Long.BYTES).put(label).putLong(epoch)));
  }

  /** The signature as URLs spell it: the file's id and what proves it, 64 characters. */
  String sign(Link link) {
    ByteBuffer signature = ByteBuffer.allocate(ID_BYTES + MAC_BYTES);
    put(signature, link.fileId());
    signature.put(proof(link));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.array());
  }

  /** The id of the file that a signature is for; empty where it is no signature at all. */
  static Optional<UUID> fileId(String signature) {
    return decoded(signature).map(bytes -> new UUID(bytes.getLong(0), bytes.getLong(Long.BYTES)));
  }

  /** Whether a signature is the one of this link; takes the same time whatever it is. */
  boolean isGood(Link link, String signature) {
    return decoded(signature)
        .map(
            bytes -> {
              byte[] proof = new byte[MAC_BYTES];
              bytes.get(ID_BYTES, proof);
              return MessageDigest.isEqual(proof(link), proof);
            })
        .orElse(false);
  }

  private static Optional<ByteBuffer> decoded(String signature) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(signature));
      return Optional.of(bytes).filter(b -> b.remaining() == ID_BYTES + MAC_BYTES);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Every field has a fixed length or says its length, so that no two links are the same bytes. */
  private byte[] proof(Link link) {
    byte[] name = link.name().value().getBytes(StandardCharsets.UTF_8);
    ByteBuffer fields =
        ByteBuffer.allocate(3 + Long.BYTES + ID_BYTES + Integer.BYTES + name.length);
    fields.put(VERSION).put(READ);
    fields.put(link.disposition().map(Disposition::code).orElse((byte) 0));
    fields.putLong(link.expires().getEpochSecond());
    put(fields, link.fileId());
    fields.putInt(name.length).put(name);
    return mac(key, fields);
  }

  private static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static byte[] mac(SecretKeySpec key, ByteBuffer message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(message.flip());
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}

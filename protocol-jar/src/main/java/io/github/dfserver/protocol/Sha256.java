package io.github.dfserver.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4): 32 bytes. Immutable; compared in constant time. */
public final class Sha256 {
  /** The number of bytes of a digest. */
  public static final int LENGTH = 32;

  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private Sha256(ByteBuffer digest) {
    a = digest.getLong();
    b = digest.getLong();
    c = digest.getLong();
    d = digest.getLong();
  }

  /** The digest of {@code content}, all of it. */
  public static Sha256 of(byte[] content) {
    return finish(newDigest(), ByteBuffer.wrap(content));
  }

  /** The digest of what remains in {@code content}, whose position stays where it is. */
  public static Sha256 of(ByteBuffer content) {
    return finish(newDigest(), content.duplicate());
  }

  /** Ends the computation of {@code digest}, which must be a SHA-256, and resets it. */
  public static Sha256 finish(MessageDigest digest) {
    return fromBytes(digest.digest());
  }

  /**
   * A digest computed elsewhere.
   *
   * @throws IllegalArgumentException when there are not exactly 32 bytes
   */
  public static Sha256 fromBytes(byte[] digest) {
    if (digest.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + digest.length);
    }
    return new Sha256(ByteBuffer.wrap(digest));
  }

  /**
   * A digest in hexadecimal digits, in either case.
   *
   * @throws IllegalArgumentException when there are not exactly 64 hexadecimal digits
   */
  public static Sha256 fromHex(String hex) {
    return fromBytes(HexFormat.of().parseHex(hex));
  }

  /**
   * Takes the next 32 bytes of {@code from}, which is big-endian.
   *
   * @throws java.nio.BufferUnderflowException when there are fewer
   */
  public static Sha256 read(ByteBuffer from) {
    return new Sha256(from);
  }

  /** A new computation; every Java platform has SHA-256. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static Sha256 finish(MessageDigest digest, ByteBuffer content) {
    digest.update(content);
    return finish(digest);
  }

  /** Appends the 32 bytes to {@code to}, which is big-endian. */
  public void write(ByteBuffer to) {
    to.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  /** The 32 bytes, as a new array. */
  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    write(bytes);
    return bytes.array();
  }

  /** The 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 that
        && ((a ^ that.a) | (b ^ that.b) | (c ^ that.c) | (d ^ that.d)) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }

  @Override
  public String toString() {
    return hex();
  }
}

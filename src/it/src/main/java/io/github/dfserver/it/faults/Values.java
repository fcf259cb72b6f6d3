package io.github.dfserver.it.faults;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** The bytes of the uploads: each upload has its own, made from the seed. Thread-safe. */
final class Values {
  private final long seed;
  private final Map<String, Made> made = new ConcurrentHashMap<>();

  private record Made(long number, int size) {}

  /** Bytes to upload. */
  static final class Value {
    private final byte[] bytes;
    private final String sha256;

    private Value(byte[] bytes) {
      this.bytes = bytes;
      this.sha256 = Values.sha256(bytes);
    }

    /** They must not be changed. */
    byte[] bytes() {
      return bytes;
    }

    /** In hex. */
    String sha256() {
      return sha256;
    }
  }

  Values(long seed) {
    this.seed = seed;
  }

  /** Makes the bytes of a number, always the same. */
  Value make(long number, int size) {
    Value value = new Value(bytes(number, size));
    made.put(value.sha256(), new Made(number, size));
    return value;
  }

  /** The bytes that were made with this SHA-256. */
  Optional<byte[]> find(String sha256) {
    return Optional.ofNullable(made.get(sha256)).map(value -> bytes(value.number, value.size));
  }

  private byte[] bytes(long number, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed * 1_000_003 + number).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

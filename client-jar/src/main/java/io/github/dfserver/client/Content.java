package io.github.dfserver.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * What is uploaded: bytes from somewhere, and what is known of them. Immutable; one that can be
 * read again can be used again.
 *
 * <p>Content that can be read again is read twice: first for its SHA-256, which is sent ahead as
 * {@code Content-Digest}, so that the manager stores nothing else. It is also what can be tried
 * again after a failure. With {@link #withSha256} the first reading is left out, and with {@link
 * #hashedOnItsWay} it is put off until a first attempt has failed.
 */
public final class Content {
  /** Opens the bytes from their beginning. */
  @FunctionalInterface
  public interface Source {
    /** A stream that the library closes. */
    InputStream open() throws IOException;
  }

  private final Source source;
  private final long length;
  private final boolean repeatable;
  private final String type;
  private final String sha256;
  private final boolean hashedOnItsWay;

  private Content(
      Source source,
      long length,
      boolean repeatable,
      String type,
      String sha256,
      boolean hashedOnItsWay) {
    this.source = source;
    this.length = length;
    this.repeatable = repeatable;
    this.type = type;
    this.sha256 = sha256;
    this.hashedOnItsWay = hashedOnItsWay;
  }

  private static Content of(Source source, long length, boolean repeatable) {
    return new Content(source, length, repeatable, null, null, !repeatable);
  }

  /**
   * A local file, which must not change until it is uploaded.
   *
   * @throws IOException when its size cannot be read, for instance because it does not exist
   */
  public static Content of(Path file) throws IOException {
    return of(() -> Files.newInputStream(file), Files.size(file), true);
  }

  /** These bytes, which must not change until they are uploaded. */
  public static Content of(byte[] bytes) {
    return of(() -> new ByteArrayInputStream(bytes), bytes.length, true);
  }

  /** A stream of unknown length, read once, and closed then. */
  public static Content of(InputStream stream) {
    return of(stream, -1);
  }

  /**
   * A stream of known length, read once, and closed then.
   *
   * @param length in bytes; the upload fails when the stream has more or fewer. -1 for not known
   */
  public static Content of(InputStream stream, long length) {
    Objects.requireNonNull(stream, "stream");
    return of(() -> stream, Math.max(length, -1), false);
  }

  /**
   * Bytes that can be opened as often as it takes.
   *
   * @param length in bytes, or -1 where it is not known
   */
  public static Content of(Source source, long length) {
    Objects.requireNonNull(source, "source");
    return of(source, Math.max(length, -1), true);
  }

  /**
   * The same with a media type, such as {@code text/plain;charset=utf-8}; without one the type is
   * guessed from the name.
   */
  public Content withType(String mediaType) {
    return new Content(
        source, length, repeatable, Objects.requireNonNull(mediaType), sha256, hashedOnItsWay);
  }

  /**
   * The same with the SHA-256 that is known already.
   *
   * @param hex 64 hexadecimal digits
   */
  public Content withSha256(String hex) {
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("A SHA-256 is 64 hexadecimal digits.");
    }
    return new Content(
        source, length, repeatable, type, hex.toLowerCase(Locale.ROOT), hashedOnItsWay);
  }

  /**
   * The same, read once where all goes well: its SHA-256 is not sent ahead, but found while it is
   * sent and compared with that of what was stored. Quicker for large content, and what was damaged
   * on its way is found after it was stored.
   */
  public Content hashedOnItsWay() {
    return new Content(source, length, repeatable, type, sha256, true);
  }

  InputStream open() throws IOException {
    return source.open();
  }

  long length() {
    return length;
  }

  boolean repeatable() {
    return repeatable;
  }

  /** Whether its SHA-256 is to be known before its first byte is sent. */
  boolean hashedFirst() {
    return sha256 == null && !hashedOnItsWay;
  }

  /** Null where none was given. */
  String type() {
    return type;
  }

  /** Null where it is not known. */
  String sha256() {
    return sha256;
  }
}

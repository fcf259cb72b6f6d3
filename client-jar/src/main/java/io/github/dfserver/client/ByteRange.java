package io.github.dfserver.client;

/** A part of a file (RFC 9110, section 14): make one with the methods below. */
public final class ByteRange {
  private final String header;

  private ByteRange(String header) {
    this.header = header;
  }

  /**
   * From one byte to another.
   *
   * @param first the place of the first byte, from 0
   * @param last the place of the last byte, at least {@code first}; may be beyond the end
   */
  public static ByteRange of(long first, long last) {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "A range needs 0 <= first <= last, not " + first + " and " + last + ".");
    }
    return new ByteRange("bytes=" + first + "-" + last);
  }

  /**
   * From a byte to the end.
   *
   * @param first the place of the first byte, from 0
   */
  public static ByteRange from(long first) {
    if (first < 0) {
      throw new IllegalArgumentException("A range begins at 0 or later, not at " + first + ".");
    }
    return new ByteRange("bytes=" + first + "-");
  }

  /**
   * The end of a file.
   *
   * @param count how many bytes, at least 1; the whole file where it has fewer
   */
  public static ByteRange last(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("The last " + count + " bytes are no range.");
    }
    return new ByteRange("bytes=-" + count);
  }

  String header() {
    return header;
  }

  @Override
  public String toString() {
    return header;
  }
}

package io.github.dfserver.manager.file;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param offset first byte, from 0
 * @param length number of bytes, 0 only for the whole of an empty file
 */
record ByteRange(long offset, long length) {
  private static final Pattern SINGLE =
      Pattern.compile("bytes\\s*=\\s*(?:(\\d+)\\s*-\\s*(\\d*)|-\\s*(\\d+))");

  /** What a Range header asks for. */
  enum Kind {
    /** No range that is understood: the whole file. */
    WHOLE,
    /** One satisfiable range. */
    PART,
    /** One range that lies outside of the file: 416. */
    UNSATISFIABLE
  }

  /** A {@link Kind} and, for a part, which. */
  record Asked(Kind kind, Optional<ByteRange> part) {}

  /** The whole of a file. */
  static ByteRange whole(long size) {
    return new ByteRange(0, size);
  }

  /**
   * Reads a Range header. Several ranges, another unit or a header that cannot be read ask for the
   * whole file (RFC 9110, section 14.2).
   */
  static Asked parse(String header, long size) {
    Matcher matcher = header == null ? null : SINGLE.matcher(header.strip());
    if (matcher == null || !matcher.matches()) {
      return new Asked(Kind.WHOLE, Optional.empty());
    }
    if (matcher.group(3) != null) {
      long suffix = Math.min(number(matcher.group(3)), size);
      return suffix == 0 ? unsatisfiable() : part(size - suffix, suffix);
    }
    long first = number(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
    if (last < first) {
      return new Asked(Kind.WHOLE, Optional.empty());
    }
    return first >= size ? unsatisfiable() : part(first, Math.min(last, size - 1) - first + 1);
  }

  /** Any number of digits; what is larger than every file is as good as the largest long. */
  private static long number(String digits) {
    return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static Asked part(long offset, long length) {
    return new Asked(Kind.PART, Optional.of(new ByteRange(offset, length)));
  }

  private static Asked unsatisfiable() {
    return new Asked(Kind.UNSATISFIABLE, Optional.empty());
  }

  /** The Content-Range header of a 206 (RFC 9110, section 14.4). */
  String contentRange(long size) {
    return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
  }
}

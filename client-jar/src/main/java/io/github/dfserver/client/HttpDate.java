package io.github.dfserver.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The date of a header, as everybody writes it now: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC
 * 9110, section 5.6.7). It is read with each file, and Java's formatter takes a tenth of the time
 * of a small download for that.
 */
final class HttpDate {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int LENGTH = 29;

  private HttpDate() {}

  /** Null for what is none, and for null; the day of the week is not looked at. */
  static Instant parse(String header) {
    if (header == null
        || header.length() != LENGTH
        || !header.startsWith(", ", 3)
        || header.charAt(7) != ' '
        || header.charAt(11) != ' '
        || header.charAt(16) != ' '
        || header.charAt(19) != ':'
        || header.charAt(22) != ':'
        || !header.endsWith(" GMT")) {
      return null;
    }
    int month = MONTHS.indexOf(header.substring(8, 11));
    if (month < 0 || month % 3 != 0) {
      return null;
    }
    try {
      return LocalDateTime.of(
              number(header, 12, 16),
              month / 3 + 1,
              number(header, 5, 7),
              number(header, 17, 19),
              number(header, 20, 22),
              number(header, 23, 25))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(String header, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = header.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("no digit");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}

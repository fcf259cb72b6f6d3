package io.github.dfserver.node;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, as people write it: {@code 512}, {@code 10GB} (powers of 1000), {@code 1.5GiB}
 * (powers of 1024; {@code 1.5G} means the same).
 *
 * @param bytes 0 or more
 */
record DataSize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?(?:([KMGTP])(IB|B)?|B)?");
  private static final Map<String, Integer> POWERS = Map.of("K", 1, "M", 2, "G", 3, "T", 4, "P", 5);

  /**
   * Reads what an operator wrote.
   *
   * @throws IllegalArgumentException with a sentence, when it is not a size
   */
  static DataSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size such as 512, 10GB, 1.5GiB or 20T");
    }
    int power = matcher.group(2) == null ? 0 : POWERS.get(matcher.group(2));
    long unit = "B".equals(matcher.group(3)) ? 1000 : 1024;
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("'" + text + "' is too large");
    }
    return new DataSize(bytes.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** With the unit that fits best, for people. */
  @Override
  public String toString() {
    double value = bytes;
    int power = 0;
    while (value >= 1024 && power < 5) {
      value /= 1024;
      power++;
    }
    return power == 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %siB", value, "KMGTP".charAt(power - 1));
  }
}

package io.github.dfserver.node;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the reading of all files takes, as people write it: {@code 30d}, {@code 12h}, {@code
 * 90m}, {@code 45s}; {@code 0} or {@code never} for no reading at all.
 *
 * @param duration empty for never
 */
record ScrubPeriod(Optional<Duration> duration) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6}) ?([SMHD])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "S", Duration.ofSeconds(1),
          "M", Duration.ofMinutes(1),
          "H", Duration.ofHours(1),
          "D", Duration.ofDays(1));
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Reads what an operator wrote.
   *
   * @throws IllegalArgumentException with a sentence, when it is not a period
   */
  static ScrubPeriod parse(String text) {
    String given = text.strip().toUpperCase(Locale.ROOT);
    Matcher matcher = FORM.matcher(given);
    if (given.equals("NEVER") || given.matches("0[SMHD]?")) {
      return new ScrubPeriod(Optional.empty());
    }
    if (matcher.matches()) {
      Duration period = UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
      if (!period.isZero() && period.compareTo(LONGEST) <= 0) {
        return new ScrubPeriod(Optional.of(period));
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a period such as 30d, 12h, 90m or 45s, nor 'never'");
  }
}

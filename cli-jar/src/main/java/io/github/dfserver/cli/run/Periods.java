package io.github.dfserver.cli.run;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time, as users write them. */
public final class Periods {
  private static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

  private Periods() {}

  /**
   * Such as {@code 30s}, {@code 10m}, {@code 12h}, {@code 7d}.
   *
   * @throws UsageException it is none
   */
  public static Duration parse(String text) {
    Matcher matcher = PERIOD.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("'" + text + "' is no period; write 30s, 10m, 12h or 7d.");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}

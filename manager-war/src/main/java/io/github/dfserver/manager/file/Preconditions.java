package io.github.dfserver.manager.file;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conditional requests (RFC 9110, section 13), in the order of its section 13.2.2. */
final class Preconditions {
  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"([^\"]*)\"");
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final HttpServletRequest request;
  private final String entityTag;
  private final Instant lastModified;

  /** What became of the conditions. */
  enum Outcome {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  /** For a file with this strong entity tag (quoted) and date. */
  Preconditions(HttpServletRequest request, String entityTag, Instant created) {
    this.request = request;
    this.entityTag = entityTag;
    this.lastModified = created.truncatedTo(ChronoUnit.SECONDS);
  }

  Outcome evaluate() {
    String ifMatch = header("If-Match");
    if (ifMatch != null) {
      if (!matches(ifMatch, true)) {
        return Outcome.FAILED;
      }
    } else if (date("If-Unmodified-Since").filter(lastModified::isAfter).isPresent()) {
      return Outcome.FAILED;
    }
    String ifNoneMatch = header("If-None-Match");
    if (ifNoneMatch != null) {
      return matches(ifNoneMatch, false) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }
    return date("If-Modified-Since").filter(since -> !lastModified.isAfter(since)).isPresent()
        ? Outcome.NOT_MODIFIED
        : Outcome.PROCEED;
  }

  /** Whether a Range header counts: no If-Range, or one that names this very file. */
  boolean rangeApplies() {
    String ifRange = request.getHeader("If-Range");
    if (ifRange == null) {
      return true;
    }
    String value = ifRange.strip();
    boolean tag = value.startsWith("\"") || value.startsWith("W/");
    return tag ? value.equals(entityTag) : parse(value).filter(lastModified::equals).isPresent();
  }

  /** The Last-Modified header (RFC 9110, section 5.6.7). */
  static String httpDate(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  private String header(String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty() ? null : String.join(",", values);
  }

  private boolean matches(String header, boolean strong) {
    if (header.strip().equals("*")) {
      return true;
    }
    Matcher tags = ENTITY_TAG.matcher(header);
    while (tags.find()) {
      boolean weak = tags.group(1) != null;
      String tag = "\"" + tags.group(2) + "\"";
      if (!(strong && weak) && tag.equals(entityTag)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Instant> date(String name) {
    String value = request.getHeader(name);
    return value == null ? Optional.empty() : parse(value.strip());
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      // RFC 9110, section 13.1.3: a date that cannot be read is as if it were not there.
      return Optional.empty();
    }
  }
}

package io.github.dfserver.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON object a line (RFC 8259), in ASCII, so that no locale can spoil it. Members: {@code
 * time} (RFC 3339, UTC, milliseconds), {@code level} ({@code ERROR}, {@code WARNING}, {@code INFO},
 * {@code DEBUG} or {@code TRACE}), {@code logger}, {@code thread} (the one that logs), {@code
 * request} where the line is about one request, {@code message}, and {@code exception} with its
 * stack trace where there is one. Thread-safe.
 *
 * <p>A line is about a request when its message begins with {@code request=ID}, has that among the
 * {@code key=value} pairs that it begins with, or ends with {@code : request=ID}. It is looked for
 * nowhere else, since the rest may be a client's text.
 */
public final class JsonLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String ID = "request=([A-Za-z0-9._-]{1,64})";

  private static final Pattern BEGINNING =
      Pattern.compile("(?:[a-z_.]+=[^ \"]* )*?" + ID + "(?: .*|)", Pattern.DOTALL);

  private static final Pattern END = Pattern.compile(".*: " + ID, Pattern.DOTALL);

  private static final char LAST_ASCII = 0x7e;

  @Override
  public String format(LogRecord record) {
    String message = formatMessage(record);
    StringBuilder line = new StringBuilder(message.length() + 200);
    line.append("{\"time\":\"").append(TIME.format(record.getInstant())).append('"');
    member(line, "level", level(record.getLevel()));
    member(line, "logger", record.getLoggerName());
    member(line, "thread", Thread.currentThread().getName());
    if (message.contains("request=")) {
      member(line, "request", request(message));
    }
    member(line, "message", message);
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace, true));
      member(line, "exception", trace.toString().stripTrailing());
    }
    return line.append("}\n").toString();
  }

  private static String request(String message) {
    for (Pattern pattern : new Pattern[] {BEGINNING, END}) {
      Matcher matcher = pattern.matcher(message);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static void member(StringBuilder line, String name, String value) {
    if (value == null) {
      return;
    }
    line.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (c >= ' ' && c <= LAST_ASCII) {
            line.append(c);
          } else {
            escape(line, isLone(value, i) ? '\ufffd' : c);
          }
        }
      }
    }
    line.append('"');
  }

  /** Whether a half of a surrogate pair lacks the other one: readers disagree on what that is. */
  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static void escape(StringBuilder line, char c) {
    line.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      line.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }
}

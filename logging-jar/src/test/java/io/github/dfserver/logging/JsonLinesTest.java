package io.github.dfserver.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  private final JsonLines lines = new JsonLines();

  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("a.b.C");
    record.setInstant(Instant.parse("2026-01-02T03:04:05.123456789Z"));
    return record;
  }

  private String message(String message) {
    String line = lines.format(record(Level.INFO, message));
    return line.substring(line.indexOf("\"message\":\"") + 11, line.length() - 3);
  }

  @Test
  void aLineIsOneObjectWithTheseMembers() {
    Thread.currentThread().setName("the thread");
    assertThat(lines.format(record(Level.INFO, "it works")))
        .isEqualTo(
            "{\"time\":\"2026-01-02T03:04:05.123Z\",\"level\":\"INFO\",\"logger\":\"a.b.C\","
                + "\"thread\":\"the thread\",\"message\":\"it works\"}\n");
  }

  @Test
  void parametersAreFilledIn() {
    LogRecord record = record(Level.INFO, "{0} of ''{1}''");
    record.setParameters(new Object[] {1, "x"});
    assertThat(lines.format(record)).contains("\"message\":\"1 of 'x'\"");
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE, ERROR",
    "WARNING, WARNING",
    "INFO, INFO",
    "CONFIG, DEBUG",
    "FINE, DEBUG",
    "FINER, TRACE",
    "FINEST, TRACE"
  })
  void levelsAreTheLoggersOwn(String level, String expected) {
    assertThat(lines.format(record(Level.parse(level), "m")))
        .contains("\"level\":\"" + expected + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "request=r-1 node 100 failed it, r-1",
    "request=r-1, r-1",
    "A request failed: request=r-1, r-1",
    "method=GET path=/file/a request=A.b_c-9 status=200, A.b_c-9",
  })
  void theRequestIsAMemberWhereTheLineIsAboutOne(String message, String request) {
    assertThat(lines.format(record(Level.INFO, message)))
        .contains(",\"request\":\"" + request + "\",\"message\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the file 'a request=r-1 b' is damaged",
        "'request=r-1 ' was restored",
        "request=\" b",
        "request=",
        "request=a/b c",
        "the name 'x: request=r-1'",
        "path=\"a request=r-1\"",
        "norequest=r-1 b"
      })
  void aClientsTextMakesNoRequest(String message) {
    assertThat(lines.format(record(Level.INFO, message))).doesNotContain(",\"request\":");
  }

  @Test
  void whatCannotStandInAStringIsEscaped() {
    assertThat(message("\"\\\n\r\t\u0000\u001f\u007f"))
        .isEqualTo("\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f");
    assertThat(message("ä\u2028\ud83d\ude00")).isEqualTo("\\u00e4\\u2028\\ud83d\\ude00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "\ud83dx", "x\ude00", "\ude00\ud83d"})
  void aLoneSurrogateIsReplaced(String text) {
    assertThat(message(text)).contains("\\ufffd").doesNotContain("\\ud83d", "\\ude00");
  }

  @Test
  void anExceptionIsAMemberOfTheSameLine() {
    LogRecord record = record(Level.SEVERE, "it failed");
    record.setThrown(new IllegalStateException("no \"luck\"", new RuntimeException("cause")));
    String line = lines.format(record);
    assertThat(line)
        .contains(
            ",\"exception\":\"java.lang.IllegalStateException: no \\\"luck\\\"\\n\\tat ",
            "\\nCaused by: java.lang.RuntimeException: cause\\n\\t... ")
        .endsWith("\"}\n");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
  }

  @Test
  void aFormatIsTextOrJson() {
    assertThat(LogFormat.of(" JSON")).isEqualTo(LogFormat.JSON);
    assertThat(LogFormat.of("text")).isEqualTo(LogFormat.TEXT);
    assertThatThrownBy(() -> LogFormat.of("xml"))
        .hasMessage("dfs.log-format can be text or json, but is 'xml'");
  }
}

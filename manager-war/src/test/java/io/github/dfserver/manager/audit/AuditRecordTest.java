package io.github.dfserver.manager.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.request.EndedRequest;
import io.github.dfserver.manager.request.Operation;
import io.github.dfserver.manager.request.RequestOutcome.Stored;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditRecordTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  private static EndedRequest request(String method, String path, int status) {
    return new EndedRequest(
        "r1",
        method,
        path,
        Operation.of(method, path),
        Caller.client("ci", Caller.Means.TOKEN, Role.WRITER),
        "10.0.0.7",
        status,
        false,
        status == 409 ? 3 : 0,
        5,
        Optional.empty(),
        status == 201 ? Optional.of(new Stored(3, "ab12")) : Optional.empty());
  }

  private static String line(EndedRequest request) {
    return new String(AuditRecord.of(request, TIME).line(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsAnUpload() {
    assertThat(line(request("PUT", "/file/a/b%20c", 201)))
        .isEqualTo(
            """
            {"time":"2026-01-02T03:04:05.678Z","requestId":"r1","who":"ci","means":"token",\
            "role":"writer","from":"10.0.0.7","operation":"upload","method":"PUT",\
            "path":"/file/a/b%20c","target":"a/b c","status":201,"bytes":3,"sha256":"ab12"}
            """);
  }

  @Test
  void tellsARefusal() {
    assertThat(line(request("POST", "/node/n%31/drain", 409)))
        .contains("\"operation\":\"drain\"", "\"target\":\"n1\"", "\"errorCode\":3");
  }

  /** Line breaks, NEL, the line separator, DEL, escape, a right-to-left override, no UTF-8. */
  @Test
  void noNameBreaksALineOrSteersATerminal() {
    String line =
        line(
            request(
                "DELETE",
                "/file/%0A%0D%22%C2%85%E2%80%A8%7F%1B%E2%80%AE%FF%ED%A0%80%2\ud800\u0001",
                404));
    assertThat(line).endsWith("}\n");
    assertThat(line.substring(0, line.length() - 1)).matches("[ -~]*");
    assertThat(line).contains("\"target\":\"\\n\\r\\\"\\u0085\\u2028");
  }

  @Test
  void aLongNameIsCut() {
    assertThat(line(request("PUT", "/file/" + "a".repeat(100_000), 400)).length())
        .isLessThan(3 * AuditRecord.MAX_TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /file/a, 201, true",
    "POST, /file, 400, true",
    "DELETE, /file/a, 404, true",
    "POST, /balance/pause, 200, true",
    "POST, /catalogue/rebuild, 200, true",
    "POST, /link, 201, true",
    "PATCH, /nothing/yet, 404, true",
    "GET, /file/a, 200, false",
    "HEAD, /file/a, 404, false",
    "OPTIONS, /file, 204, false",
    "GET, /file/a, 401, true",
    "GET, /metrics, 403, true",
    "GET, /file/a, 429, true",
    "POST, /transfer/x, 204, false",
    "POST, /relay/1/n, 200, false",
    "POST, /transfer/x, 403, true"
  })
  void changesAndRefusalsAreWorthIt(String method, String path, int status, boolean worth) {
    assertThat(AuditLog.isWorthIt(request(method, path, status))).isEqualTo(worth);
  }
}

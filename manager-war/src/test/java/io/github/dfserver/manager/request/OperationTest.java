package io.github.dfserver.manager.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
  @ParameterizedTest
  @CsvSource({
    "POST, /file, UPLOAD",
    "PUT, /file/a/b, UPLOAD",
    "GET, /file/a, DOWNLOAD",
    "HEAD, /file/a, STAT",
    "DELETE, /file/a, DELETE",
    "GET, /file, LIST",
    "HEAD, /file, LIST",
    "PUT, /file, OTHER",
    "PATCH, /file/a, OTHER",
    "GET, /file/metrics, DOWNLOAD",
    "GET, /file/, DOWNLOAD",
    "GET, /node, NODE",
    "GET, /node/100/file, NODE",
    "DELETE, /node/100, NODE",
    "POST, /node/100/drain, DRAIN",
    "DELETE, /node/100/drain, DRAIN",
    "POST, /node/100/scrub, SCRUB",
    "GET, /node-channel, CHANNEL",
    "GET, /balance, BALANCE",
    "POST, /balance/pause, BALANCE",
    "POST, /catalogue/rebuild, CATALOGUE",
    "GET, /health, HEALTH",
    "GET, /health/ready, HEALTH",
    "GET, /metrics, METRICS",
    "GET, /openapi, OPENAPI",
    "POST, /transfer/abc, TRANSFER",
    "POST, /relay/1/m/n, RELAY",
    "GET, /, CONSOLE",
    "GET, /console/app.js, CONSOLE",
    "GET, /session, SESSION",
    "POST, /session/oidc, SESSION",
    "GET, /events, EVENTS",
    "GET, /history, HISTORY",
    "GET, '', OTHER",
    "GET, //file/a, OTHER",
    "GET, /filename, OTHER",
    "GET, /x/../file, OTHER",
    "GET, /%66ile/a, OTHER",
    "GET, *, OTHER",
  })
  void methodAndPathTellTheOperation(String method, String path, Operation operation) {
    assertThat(Operation.of(method, path)).isEqualTo(operation);
  }

  @Test
  void labelsAreLowerCase() {
    assertThat(Operation.UPLOAD.label()).isEqualTo("upload");
  }
}

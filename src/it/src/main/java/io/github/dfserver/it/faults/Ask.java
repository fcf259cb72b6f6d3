package io.github.dfserver.it.faults;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** Requests other than for files, with a limit that fits a cluster under faults. */
final class Ask {
  static final Duration LIMIT = Duration.ofSeconds(15);

  private Ask() {}

  static Answer get(FileApi api, String path) throws IOException, InterruptedException {
    return send(api, "GET", path);
  }

  static Answer send(FileApi api, String method, String path)
      throws IOException, InterruptedException {
    return api.send(
        api.request(api.uri(path)).timeout(LIMIT).method(method, BodyPublishers.noBody()).build());
  }
}

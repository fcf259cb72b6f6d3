package io.github.dfserver.cli.run;

import io.github.dfserver.cli.output.Json;
import io.github.dfserver.cli.output.Output;

/** Tells of failures, in a line each. */
public final class Failures {
  private Failures() {}

  /**
   * Tells of one.
   *
   * @param name of the file that it is about; null for none
   */
  public static void tell(Output output, String name, Failure failure) {
    Json json = Json.of("event", "failed");
    if (name != null) {
      json = json.with("name", name);
    }
    json = json.with("message", failure.message()).with("exitCode", failure.exitCode());
    if (failure.problem() != null) {
      json =
          json.with("status", failure.problem().status())
              .with("errorCode", failure.problem().errorCode())
              .with("requestId", failure.problem().requestId());
    }
    output.error(json, name == null ? failure.message() : name + ": " + failure.message());
  }
}

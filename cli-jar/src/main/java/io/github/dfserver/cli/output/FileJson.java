package io.github.dfserver.cli.output;

import io.github.dfserver.client.StoredFile;

/** Files of the server as JSON. */
public final class FileJson {
  private FileJson() {}

  /** All that is known of one. */
  public static Json of(StoredFile file) {
    return Json.of("name", file.name())
        .with("size", file.size())
        .with("sha256", file.sha256())
        .with("contentType", file.contentType())
        .with("node", file.node())
        .with("createdAt", file.createdAt())
        .with("id", file.id());
  }
}

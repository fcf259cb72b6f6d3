package io.github.dfserver.it.client;

import io.github.dfserver.client.Content;
import io.github.dfserver.client.DfsClient;
import io.github.dfserver.client.FileInfo;
import io.github.dfserver.client.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of its own, with little memory, that moves a large file about in every way. */
final class ClientProgram {
  private ClientProgram() {}

  /** Arguments: the manager's URL, a prefix of names, a local file. */
  public static void main(String[] args) throws IOException {
    Path local = Path.of(args[2]);
    Path back = local.resolveSibling("back");
    try (DfsClient client = DfsClient.of(args[0])) {
      StoredFile fromPath = client.put(args[1] + "path", Content.of(local));
      try (InputStream in = Files.newInputStream(local)) {
        same(fromPath, client.put(args[1] + "stream", Content.of(in)));
      }
      try (InputStream in = Files.newInputStream(local)) {
        same(fromPath, client.put(args[1] + "sized", Content.of(in, Files.size(local))));
      }
      FileInfo toPath = client.get(args[1] + "path", back);
      if (!toPath.sha256().equals(fromPath.sha256()) || Files.mismatch(local, back) >= 0) {
        throw new IllegalStateException("what came back is not what was sent");
      }
      client.get(args[1] + "stream", OutputStream.nullOutputStream());
    }
    System.out.println("all is well");
  }

  private static void same(StoredFile expected, StoredFile stored) {
    if (!stored.sha256().equals(expected.sha256())) {
      throw new IllegalStateException(stored + " is not " + expected);
    }
  }
}

package io.github.dfserver.client;

import io.github.dfserver.client.error.FileDoesNotExistException;
import io.github.dfserver.client.error.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The examples of Javadoc, word by word, so that they compile and run. */
final class Examples {
  private final PrintStream out;
  private final Path directory;

  Examples(PrintStream out, Path directory) {
    this.out = out;
    this.directory = directory;
  }

  void quick(String url, String token) throws IOException {
    try (DfsClient client = DfsClient.builder(url).token(token).build()) {
      client.put("reports/2026.pdf", Content.of(directory.resolve("2026.pdf")));
      client.get("reports/2026.pdf", directory.resolve("copy.pdf"));
      client.list(Listing.under("reports/")).forEach(file -> out.println(file.name()));
      client.delete("reports/2026.pdf");
    }
  }

  void followed(DfsClient client) {
    Cancellation cancellation = new Cancellation();
    Transfer transfer =
        Transfer.watchedBy((bytes, total) -> out.printf("%d of %d%n", bytes, total))
            .cancelledBy(cancellation);
    client.put("a", Content.of(new byte[] {1, 2, 3}), transfer);
  }

  DfsClient settings(String user, String password) throws IOException {
    DfsClient client =
        DfsClient.builder("https://one.example.org/", "https://two.example.org/")
            .basic(user, password)
            .certificateAuthority(directory.resolve("ca.pem"))
            .readTimeout(Duration.ofMinutes(2))
            .retries(RetryPolicy.STANDARD.withAttempts(20))
            .build();
    return client;
  }

  void part(DfsClient client) throws IOException {
    try (Download end = client.open("log.txt", ByteRange.last(4))) {
      out.println(new String(end.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  void problems(DfsClient client) {
    try {
      client.delete("no such file");
    } catch (FileDoesNotExistException e) {
      out.println("It is gone already.");
    } catch (ProblemException e) {
      out.println(e.getMessage() + " Tell the operator: " + e.problem().requestId());
    }
  }
}

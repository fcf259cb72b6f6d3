package io.github.dfserver.benchmark;

import io.github.dfserver.benchmark.load.LoadCommand.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Measures one large file at a time: up, down and away, on all subjects in turn. */
final class LargeFiles {
  static final String DOWNLOADS = "large download";
  static final String UPLOADS = "large upload";

  private static final int TIMEOUT_MILLIS = 60_000;

  private final BenchmarkOptions options;
  private final Load load;
  private final List<Subject> stores;
  private final PrintStream out;
  private final Profiles profiles;

  LargeFiles(BenchmarkOptions options, Load load, Servers servers, PrintStream out) {
    this.options = options;
    this.load = load;
    this.stores = servers.stores();
    this.out = out;
    this.profiles = new Profiles(options, out);
  }

  List<Row> measure() throws IOException, InterruptedException, TimeoutException {
    List<Row> uploads = rows(UPLOADS);
    List<Row> downloads = rows(DOWNLOADS);
    for (int round = 0; round <= options.rounds(); round++) {
      for (int i = 0; i < stores.size(); i++) {
        Subject subject = stores.get(i);
        String name = "large-" + round;
        settle(options.directory());
        Sample up = load.large(subject, Kind.PUT_LARGE, name, options.largeBytes());
        settle(options.directory());
        Sample down = load.large(subject, Kind.GET_LARGE, name, options.largeBytes());
        delete(subject, name);
        out.printf(
            "large file, %s, %s: up %.0f MB/s, down %.0f MB/s%n",
            round == 0 ? "warm-up" : "round " + round,
            subject.name(),
            up.result().rate() / 1e6,
            down.result().rate() / 1e6);
        if (round > 0) {
          uploads.get(i).samples().add(up);
          downloads.get(i).samples().add(down);
        }
      }
    }
    if (profiles.wanted()) {
      profile();
    }
    List<Row> all = new ArrayList<>(uploads);
    all.addAll(downloads);
    return all;
  }

  private void profile() throws IOException, InterruptedException, TimeoutException {
    String name = "large-profile";
    for (Subject subject : stores) {
      profiles.take(
          subject, UPLOADS, () -> load.large(subject, Kind.PUT_LARGE, name, options.largeBytes()));
      profiles.take(
          subject,
          DOWNLOADS,
          () -> load.large(subject, Kind.GET_LARGE, name, options.largeBytes()));
    }
  }

  private List<Row> rows(String part) {
    return stores.stream()
        .map(subject -> new Row(part, 1, subject.name(), new ArrayList<>()))
        .toList();
  }

  /** Waits until the disk has what others wrote before, so that nobody pays for it. */
  private static void settle(Path directory) throws IOException, InterruptedException {
    Process sync =
        new ProcessBuilder("sync", "-f", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!sync.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      sync.destroyForcibly();
    }
  }

  private static void delete(Subject subject, String name) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + subject.server().port() + subject.root() + name)
                .toURL()
                .openConnection();
    connection.setRequestMethod("DELETE");
    connection.setReadTimeout(TIMEOUT_MILLIS);
    int status = connection.getResponseCode();
    if (status != 200 && status != 204) {
      throw new IOException(subject.name() + " answered a DELETE with " + status);
    }
  }
}

package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.Names;
import io.github.dfserver.cli.local.Sha256;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The SHA-256 of local files, as of the last run: good as long as a file has the same size and the
 * same time of its last change. One file for each directory, sorted by name, which is read while a
 * new one is written; so memory does not grow with the number of files. For one thread; digests may
 * come from others.
 */
final class HashCache implements AutoCloseable {
  /** Digests that are not there yet; those that come after them wait. */
  private static final int WAITING = 4096;

  /** A change within the same tick of the clock as the reading would not be seen. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** A line: digest, size, seconds and nanoseconds of the last change, name. */
  private record Line(String sha256, String size, String modified, String name) {
    static Line of(String text) {
      String[] parts = text.split(" ", 4);
      return parts.length == 4 && parts[0].length() == 64
          ? new Line(parts[0], parts[1], parts[2], parts[3])
          : null;
    }

    static Line of(LocalFile file, String sha256) {
      Instant modified = file.modified().toInstant();
      return new Line(
          sha256,
          Long.toString(file.size()),
          modified.getEpochSecond() + "." + modified.getNano(),
          file.name());
    }

    boolean is(Line other) {
      return size.equals(other.size) && modified.equals(other.modified);
    }

    String text() {
      return sha256 + " " + size + " " + modified + " " + name + "\n";
    }
  }

  private record Waiting(LocalFile file, CompletableFuture<String> digest) {}

  private final Path file;
  private final Path fresh;
  private final BufferedReader old;
  private final BufferedWriter writer;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Instant settled = Instant.now().minus(TICK);
  private Line next;
  private String last = "";
  private boolean complete;

  private HashCache(Path file) throws IOException {
    this.file = file;
    this.fresh = file.resolveSibling(UUID.randomUUID() + ".tmp");
    this.old =
        Files.exists(file)
            ? Files.newBufferedReader(file, StandardCharsets.UTF_8)
            : new BufferedReader(Reader.nullReader());
    this.writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8);
    nextLine();
  }

  /**
   * What is known of a directory.
   *
   * @param caches the user's directory for caches
   */
  static HashCache open(Path caches, Path directory) throws IOException {
    Path folder = caches.resolve("dfs").resolve("hashes");
    Files.createDirectories(folder);
    String key = Sha256.of(directory.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
    return new HashCache(folder.resolve(key.substring(0, 32)));
  }

  private void nextLine() throws IOException {
    String text = old.readLine();
    next = text == null ? null : Line.of(text);
  }

  /**
   * The digest of a file; null where it is not known. Files have to come in the order of their
   * names.
   */
  String known(LocalFile wanted) throws IOException {
    last = wanted.name();
    while (next != null && Names.ORDER.compare(next.name(), wanted.name()) < 0) {
      nextLine();
    }
    return next != null
            && next.name().equals(wanted.name())
            && next.is(Line.of(wanted, next.sha256()))
        ? next.sha256()
        : null;
  }

  /**
   * Remembers a digest. Files have to come in the order of their names.
   *
   * @param digest becomes null where there is none
   */
  void remember(LocalFile known, CompletableFuture<String> digest) throws IOException {
    waiting.add(new Waiting(known, digest));
    while (!waiting.isEmpty() && (waiting.size() > WAITING || waiting.peek().digest().isDone())) {
      write(waiting.remove());
    }
  }

  private void write(Waiting one) throws IOException {
    String digest = one.digest().join();
    if (digest != null && one.file().modified().toInstant().isBefore(settled)) {
      writer.write(Line.of(one.file(), digest).text());
    }
  }

  /** No file comes any more; else what is known of those that were not asked for is kept. */
  void complete() {
    complete = true;
  }

  private void keepRest() throws IOException {
    for (; next != null; nextLine()) {
      if (Names.ORDER.compare(next.name(), last) > 0) {
        writer.write(next.text());
      }
    }
  }

  private void settle() throws IOException {
    while (!waiting.isEmpty()) {
      write(waiting.remove());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      try (old;
          writer) {
        settle();
        if (!complete) {
          keepRest();
        }
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}

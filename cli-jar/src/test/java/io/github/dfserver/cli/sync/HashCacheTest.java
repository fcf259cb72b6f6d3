package io.github.dfserver.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.cli.local.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests that are remembered from one run to the next. */
class HashCacheTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00.123456789Z");

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createDirectory(temporary.resolve("d"));
  }

  private HashCache cache() throws IOException {
    return HashCache.open(temporary.resolve("cache"), directory);
  }

  private static LocalFile file(String name, long size, Instant modified) {
    return new LocalFile(name, Path.of(name), size, FileTime.from(modified));
  }

  private static LocalFile file(String name) {
    return file(name, 7, LONG_AGO);
  }

  private static CompletableFuture<String> digest(char digit) {
    return CompletableFuture.completedFuture(String.valueOf(digit).repeat(64));
  }

  private void remember(String... names) throws IOException {
    try (HashCache cache = cache()) {
      for (String name : names) {
        cache.remember(file(name), digest('a'));
      }
      cache.complete();
    }
  }

  @Test
  void sizeAndDateDecide() throws IOException {
    remember("a b", "c", "d");

    try (HashCache cache = cache()) {
      assertThat(cache.known(file("a b"))).isEqualTo("a".repeat(64));
      assertThat(cache.known(file("b"))).isNull();
      assertThat(cache.known(file("c", 8, LONG_AGO))).isNull();
      assertThat(cache.known(file("d", 7, LONG_AGO.plusNanos(1)))).isNull();
      assertThat(cache.known(file("e"))).isNull();
    }
  }

  @Test
  void digestsThatComeLaterKeepTheirPlace() throws IOException {
    CompletableFuture<String> late = new CompletableFuture<>();
    try (HashCache cache = cache()) {
      cache.remember(file("a"), late);
      cache.remember(file("b"), digest('b'));
      late.complete("c".repeat(64));
    }
    try (HashCache cache = cache()) {
      assertThat(cache.known(file("a"))).isEqualTo("c".repeat(64));
      assertThat(cache.known(file("b"))).isEqualTo("b".repeat(64));
    }
  }

  @Test
  void whatWasChangedJustNowIsNotRemembered() throws IOException {
    LocalFile fresh = file("a", 7, Instant.now());
    try (HashCache cache = cache()) {
      cache.remember(fresh, digest('a'));
    }
    try (HashCache cache = cache()) {
      assertThat(cache.known(fresh)).isNull();
    }
  }

  @Test
  void aRunThatWasCalledOffKeepsWhatItDidNotComeTo() throws IOException {
    remember("a", "b", "c", "d");
    try (HashCache cache = cache()) {
      assertThat(cache.known(file("a"))).isNotNull();
      cache.remember(file("a"), digest('f'));
      assertThat(cache.known(file("b"))).isNotNull();
      cache.remember(file("b"), CompletableFuture.completedFuture(null));
    }
    try (HashCache cache = cache()) {
      assertThat(cache.known(file("a"))).isEqualTo("f".repeat(64));
      assertThat(cache.known(file("b"))).isNull();
      assertThat(cache.known(file("c"))).isEqualTo("a".repeat(64));
      assertThat(cache.known(file("d"))).isEqualTo("a".repeat(64));
    }
  }

  @Test
  void whatIsGoneIsForgotten() throws IOException {
    remember("a", "b");
    remember("a");
    try (HashCache cache = cache()) {
      assertThat(cache.known(file("b"))).isNull();
    }
  }

  @Test
  void noOtherFileIsLeft() throws IOException {
    remember("a");
    remember("a");
    try (Stream<Path> files = Files.list(temporary.resolve("cache/dfs/hashes"))) {
      assertThat(files).hasSize(1);
    }
  }
}

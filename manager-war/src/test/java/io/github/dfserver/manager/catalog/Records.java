package io.github.dfserver.manager.catalog;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Records for tests, and a limited wait for stages. */
public final class Records {
  public static final Instant NOW = Instant.parse("2026-05-04T03:02:01.009Z");
  public static final UUID OWNER = new UUID(7, 7);

  private Records() {}

  public static FileRecord pending(String name, String node) {
    return pending(name, node, NOW.plusSeconds(60));
  }

  public static FileRecord pending(String name, String node, Instant lease) {
    return FileRecord.pending(name, "text/plain", Optional.empty(), node, NOW, OWNER, lease);
  }

  public static FileContent content(long size) {
    return new FileContent(size, Sha256.of(Long.toString(size).getBytes(StandardCharsets.UTF_8)));
  }

  /** Creates and publishes a file, and returns its record. */
  public static FileRecord put(FileCatalog files, String name, String node, long size) {
    FileRecord pending = pending(name, node);
    if (await(files.create(pending)).isPresent()) {
      throw new AssertionError("the name is in use: " + name);
    }
    FileRecord live = pending.live(content(size));
    if (!await(files.replace(pending, live))) {
      throw new AssertionError("the record was changed by another: " + name);
    }
    return live;
  }

  /** Deletes a LIVE file. */
  public static void delete(FileCatalog files, FileRecord live) {
    FileRecord deleting = live.deleting(OWNER, NOW);
    if (!await(files.replace(live, deleting)) || !await(files.remove(deleting))) {
      throw new AssertionError("the record was changed by another: " + live.name());
    }
  }

  /** A copy of a file of this name, which was on its way before. */
  public static Copy copy(String name, long moveSequence) {
    FileContent content = content(name.length());
    return new Copy(
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        "text/plain",
        content.size(),
        content.sha256(),
        NOW,
        moveSequence);
  }

  /** Makes a change, and returns the record after it. */
  public static FileRecord change(
      FileCatalog files, FileRecord expected, UnaryOperator<FileRecord> transition) {
    FileRecord next = transition.apply(expected);
    if (!await(files.replace(expected, next))) {
      throw new AssertionError("the record was changed by another: " + expected.name());
    }
    return next;
  }

  /** Waits until something is so, and fails when it does not become so. */
  public static void awaitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("what was waited for did not come about");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  /** The result of a stage, waited for no longer than a test may hang; its failure is thrown. */
  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}

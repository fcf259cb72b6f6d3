package io.github.dfserver.node.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A large new file, which is forced to disk piece by piece while the next piece comes in, so that
 * little is left to force at its end. Written by one thread.
 */
final class ForcedOutput {
  private static final Logger LOG = System.getLogger(ForcedOutput.class.getName());
  private static final int PIECE_BYTES = 16 << 20;

  private final Disk.Output output;
  private final boolean force;
  private final Executor executor;
  private CompletableFuture<Void> forcing = CompletableFuture.completedFuture(null);
  private long unforced;

  ForcedOutput(Disk.Output output, boolean force, Executor executor) {
    this.output = output;
    this.force = force;
    this.executor = executor;
  }

  /** Appends all that remains. */
  void write(ByteBuffer content) throws IOException {
    unforced += content.remaining();
    output.write(content);
    if (force && unforced >= PIECE_BYTES && forcing.isDone()) {
      check();
      unforced = 0;
      forceMeanwhile();
    }
  }

  private void forceMeanwhile() {
    try {
      forcing = CompletableFuture.runAsync(this::forceUnchecked, executor);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "Much is being forced already; this file waits for its end", e);
    }
  }

  private void forceUnchecked() {
    try {
      output.force();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void check() throws IOException {
    try {
      forcing.join();
    } catch (CompletionException e) {
      throw new IOException("not forced: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /** Forces the rest and closes the file, whatever happens. */
  void finish() throws IOException {
    try (output) {
      check();
      if (force) {
        output.force();
      }
    }
  }

  /** Closes the file, at the latest when what is being forced has been. */
  void close() {
    CompletableFuture<Void> unused = forcing.whenComplete((done, problem) -> closeQuietly());
  }

  private void closeQuietly() {
    try {
      output.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A file that nobody needs could not be closed", e);
    }
  }
}

package io.github.dfserver.cli.output;

import io.github.dfserver.client.Progress;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far everything is: bytes, rate, time left. For any number of threads. */
public final class Bar implements AutoCloseable {
  private static final int EVERY_MILLIS = 200;
  private static final long MEBIBYTE = 1L << 20;

  private final ProgressBar shown; // null where nobody sees it
  private final Output output;

  private Bar(ProgressBar shown, Output output) {
    this.shown = shown;
    this.output = output;
  }

  static Bar hidden() {
    return new Bar(null, null);
  }

  static Bar shown(String task, long total, Output output, int columns) {
    return new Bar(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUnit(" MiB", MEBIBYTE)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(EVERY_MILLIS)
            .setConsumer(new DelegatingProgressBarConsumer(output::draw, columns - 1))
            .build(),
        output);
  }

  /** Follows one transfer. */
  public Progress transfer() {
    AtomicLong before = new AtomicLong();
    return (bytes, total) -> moved(bytes - before.getAndSet(bytes));
  }

  /** So many bytes more; fewer, where a transfer begins again. */
  public void moved(long bytes) {
    if (shown != null) {
      shown.stepBy(bytes);
    }
  }

  /** A word about it. */
  public void says(String word) {
    if (shown != null) {
      shown.setExtraMessage(" " + word);
    }
  }

  @Override
  public void close() {
    if (shown != null) {
      shown.close();
      output.endBar();
    }
  }
}

package io.github.dfserver.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands spans that have ended to the exporter, in batches, by a thread of its own. Never makes the
 * one wait that ends a span: what does not fit is lost and counted. The library's own processor
 * makes its thread itself, which a server cannot manage, and tells nobody how many it dropped.
 */
final class SpanQueue implements SpanProcessor {
  private static final Logger LOG = System.getLogger(SpanQueue.class.getName());

  /** How spans are gathered; the defaults are those of {@code otel.bsp.*}. */
  record Limits(int queue, int batch, Duration delay, Duration exportTimeout) {}

  /** For what is left at the end; a collector that does not answer is left then. */
  private static final Duration LAST_EXPORT = Duration.ofSeconds(2);

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final SpanExporter exporter;
  private final Limits limits;
  private final LostSpans lost;
  private final BlockingQueue<ReadableSpan> ended;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile long exportingSince; // 0 while nothing is being exported

  private SpanQueue(SpanExporter exporter, Limits limits, LostSpans lost, ThreadFactory threads) {
    this.exporter = exporter;
    this.limits = limits;
    this.lost = lost;
    this.ended = new ArrayBlockingQueue<>(limits.queue());
    this.thread = threads.newThread(this::run);
  }

  /** Starts the thread. */
  static SpanQueue start(
      SpanExporter exporter, Limits limits, LostSpans lost, ThreadFactory threads) {
    SpanQueue queue = new SpanQueue(exporter, limits, lost, threads);
    queue.thread.start();
    return queue;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // only ends count
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (stopped) {
      lost.add(1, "the process is stopping");
    } else if (!ended.offer(span)) {
      if (lost.add(1, "more ended than the collector takes")) {
        freeStuckThread();
      }
    } else if (ended.size() >= limits.batch()) {
      LockSupport.unpark(thread);
    }
  }

  /** A collector may answer byte by byte for ever, which no time-out of the exporter ends. */
  private void freeStuckThread() {
    long since = exportingSince;
    if (since != 0 && System.nanoTime() - since > limits.exportTimeout().toNanos()) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  private void run() {
    // A managed thread is given the application's, which nothing here needs.
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    while (!stopped) {
      if (ended.size() < limits.batch()) {
        LockSupport.parkNanos(this, limits.delay().toNanos());
      }
      exportAll();
      if (!stopped && Thread.interrupted()) {
        LOG.log(Level.DEBUG, "An export that took too long was given up");
      }
    }
    exportAll();
    exporter.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void exportAll() {
    List<ReadableSpan> batch = new ArrayList<>(limits.batch());
    while (ended.drainTo(batch, limits.batch()) > 0 && !Thread.currentThread().isInterrupted()) {
      export(batch.stream().map(ReadableSpan::toSpanData).toList());
      batch.clear();
    }
    if (!batch.isEmpty()) {
      lost.add(batch.size(), "an export took too long and was given up");
    }
  }

  private void export(List<SpanData> spans) {
    exportingSince = System.nanoTime() | 1; // never 0
    try {
      CompletableResultCode done =
          exporter.export(spans).join(limits.exportTimeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!done.isSuccess()) {
        lost.add(spans.size(), "the collector did not take them: " + reason(done));
      }
    } catch (RuntimeException e) {
      lost.add(spans.size(), "they could not be exported: " + e);
    } finally {
      exportingSince = 0;
    }
  }

  /** The exporter wraps what the connection failed with. */
  private static String reason(CompletableResultCode failed) {
    Throwable failure = failed.getFailureThrowable();
    if (failure == null) {
      return "it did not answer in time";
    }
    if (failure instanceof HttpExportException refused && refused.getResponse() != null) {
      return "it answered with status " + refused.getResponse().getStatusCode();
    }
    return (failure.getCause() == null ? failure : failure.getCause()).toString();
  }

  /** Sends what is left, within a limited time. Safe to repeat. */
  @Override
  public CompletableResultCode shutdown() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LAST_EXPORT.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(LAST_WORDS.toMillis());
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    return thread.isAlive() ? CompletableResultCode.ofFailure() : CompletableResultCode.ofSuccess();
  }
}

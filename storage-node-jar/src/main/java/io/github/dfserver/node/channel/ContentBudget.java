package io.github.dfserver.node.channel;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of small files may be in memory at once, on their way in or out, over all
 * managers. A command that would take more is answered with BUSY, so that no manager can exhaust
 * the heap.
 */
public final class ContentBudget {
  private final AtomicLong free;

  /** Of so many bytes. */
  public ContentBudget(long bytes) {
    free = new AtomicLong(bytes);
  }

  /** A quarter of the largest heap. */
  public static ContentBudget ofHeap() {
    return new ContentBudget(Runtime.getRuntime().maxMemory() / 4);
  }

  /** Takes {@code bytes} if they are left, all of them or none. */
  boolean take(long bytes) {
    long before = free.getAndUpdate(left -> left >= bytes ? left - bytes : left);
    return before >= bytes;
  }

  void giveBack(long bytes) {
    free.addAndGet(bytes);
  }
}

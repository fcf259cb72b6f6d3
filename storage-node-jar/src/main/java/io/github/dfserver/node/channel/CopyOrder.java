package io.github.dfserver.node.channel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Runs tasks on the same copy one after the other, in the order in which they came, and others at
 * once. A task ends when it says so, which may be on another thread. Safe for any thread.
 */
final class CopyOrder {
  /** Work that calls {@code ended}, exactly once, when the next task on the copy may run. */
  interface Task {
    void run(Runnable ended);
  }

  private record Entry(Task task, Executor executor) {}

  /** The copies of which a task is running, each with the tasks that wait; guarded by this. */
  private final Map<UUID, Queue<Entry>> waiting = new HashMap<>();

  void submit(UUID copyId, Executor executor, Task task) {
    Entry entry = new Entry(task, executor);
    synchronized (this) {
      Queue<Entry> queue = waiting.get(copyId);
      if (queue != null) {
        queue.add(entry);
        return;
      }
      waiting.put(copyId, new ArrayDeque<>(0));
    }
    run(copyId, entry);
  }

  private void run(UUID copyId, Entry entry) {
    entry.executor().execute(() -> entry.task().run(() -> ended(copyId)));
  }

  private void ended(UUID copyId) {
    Entry next;
    synchronized (this) {
      next = waiting.get(copyId).poll();
      if (next == null) {
        waiting.remove(copyId);
      }
    }
    if (next != null) {
      run(copyId, next);
    }
  }
}

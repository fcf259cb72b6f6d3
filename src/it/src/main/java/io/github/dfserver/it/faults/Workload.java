package io.github.dfserver.it.faults;

import io.github.dfserver.it.faults.Values.Value;
import io.github.dfserver.it.history.History;
import io.github.dfserver.it.history.Outcome;
import io.github.dfserver.it.http.FileApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Many clients at once, each on a thread of its own. What a client does in its N-th step comes from
 * the seed; what it is answered does not.
 */
final class Workload {
  /** Long enough for the last request of every client to end. */
  private static final Duration LONGEST_END = Duration.ofMinutes(3);

  private static final int INLINE_LIMIT = 64 * 1024;
  private static final String[] RANGES = {
    "bytes=0-0", "bytes=0-", "bytes=1000-70000", "bytes=65530-", "bytes=-500", "bytes=3000-3999"
  };

  private final long seed;
  private final Servers servers;
  private final Values values;
  private final History history;
  private final Findings findings;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  /** Another seed for the same values makes other values, too. */
  Workload(long seed, Servers servers, Values values, History history, Findings findings) {
    this.seed = seed;
    this.servers = servers;
    this.values = values;
    this.history = history;
    this.findings = findings;
  }

  void start(int clients) {
    for (int client = 1; client <= clients; client++) {
      int number = client;
      Thread thread = new Thread(() -> run(number), "client-" + number);
      thread.start();
      threads.add(thread);
    }
  }

  /** Lets each finish its step. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(LONGEST_END.toMillis());
      if (thread.isAlive()) {
        throw new IllegalStateException(thread.getName() + " hangs in a request without end");
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a client failed", failure.get());
    }
  }

  private void run(int number) {
    try {
      steps(number);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void steps(int number) throws InterruptedException {
    Client client = new Client(number, values, history, findings);
    for (long step = 1; !stopped; step++) {
      long value = (seed & 0xffff_ffffL) << 32 | number * 1_000_000L + step;
      SplittableRandom random = new SplittableRandom(value);
      int manager = random.nextInt(servers.apis().size());
      FileApi api = servers.apis().get(manager);
      String name = Names.any(random);
      boolean answered = true;
      int dice = random.nextInt(100);
      if (dice < 33) {
        answered = upload(client, api, name, values.make(value, size(random)), random);
      } else if (dice < 36) {
        Value begun = values.make(value, 2 + size(random));
        client.hangUp(servers.clientPort(manager), name, begun, random.nextBoolean());
      } else if (dice < 56) {
        answered = answered(client.delete(api, name));
      } else if (dice < 76) {
        answered = client.read(api, name).outcome() != Outcome.UNKNOWN;
      } else if (dice < 85) {
        client.readRange(api, name, RANGES[random.nextInt(RANGES.length)]);
      } else if (dice < 96) {
        client.head(api, name, random.nextInt(4) == 0);
      } else {
        client.list(api, Names.anyFolder(random));
      }
      // Who gets no answer waits for a moment, as clients do; all others think for less long.
      pause(answered ? random.nextInt(30) : 200 + random.nextInt(400));
    }
  }

  /** Half of those who get no answer try again with the same bytes. */
  private boolean upload(
      Client client, FileApi api, String name, Value value, SplittableRandom random)
      throws InterruptedException {
    int form = random.nextInt(Uploads.FORMS);
    Outcome first = client.create(api, name, value, form);
    if (first != Outcome.UNKNOWN || random.nextBoolean()) {
      return answered(first);
    }
    pause(100 + random.nextInt(1000));
    return answered(client.create(api, name, value, form));
  }

  private static boolean answered(Outcome outcome) {
    return outcome != Outcome.UNKNOWN && outcome != Outcome.NOTHING;
  }

  /** Mostly small, some around the limit from which on a file is a transfer, some large. */
  private static int size(SplittableRandom random) {
    int dice = random.nextInt(100);
    if (dice < 70) {
      return 1 + random.nextInt(8000);
    }
    if (dice < 85) {
      return INLINE_LIMIT - 2 + random.nextInt(4);
    }
    return dice < 95 ? 1 + random.nextInt(400_000) : 1 + random.nextInt(4_000_000);
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(millis * 1_000_000L);
  }
}

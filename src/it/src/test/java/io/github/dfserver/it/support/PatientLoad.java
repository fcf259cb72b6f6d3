package io.github.dfserver.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that read and upload all the time, at the managers that they may use, as a proxy would
 * say. What is not answered goes to the next one, and what is answered with {@code Retry-After} is
 * asked again after that time. Each knows what was acknowledged to it.
 */
public final class PatientLoad implements AutoCloseable {
  private static final int LARGE = 300_000;

  /** How often an operation is tried before it counts as failed. */
  private static final int ATTEMPTS = 25;

  /** Seconds until another try with a name that an upload under way still has. */
  private static final long NAME_IS_TAKEN = 3;

  private final Map<FileApi, AtomicInteger> underWay = new ConcurrentHashMap<>();
  private final String prefix;
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final Map<String, Integer> stored = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> putOff = new ConcurrentLinkedQueue<>();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong uploads = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile List<FileApi> managers;

  /** Starts so many clients; all names begin with the prefix. */
  public PatientLoad(List<FileApi> managers, String prefix, int count) {
    use(managers);
    this.prefix = prefix;
    for (int client = 0; client < count; client++) {
      int number = client;
      clients.execute(() -> work(number));
    }
  }

  private void work(int client) {
    Random random = new Random(client);
    List<String> own = new ArrayList<>();
    try {
      for (int i = 0; stopping.getCount() > 0; i++) {
        if (own.isEmpty() || random.nextInt(4) == 0) {
          String name = prefix + client + "/" + i;
          upload(client + i, name, random.nextInt(6) == 0 ? LARGE : 1 + random.nextInt(2000));
          own.add(name);
        } else {
          read(client + i, own.get(random.nextInt(own.size())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Request {
    Answer to(FileApi manager) throws IOException, InterruptedException;
  }

  private static byte[] content(String name, int size) {
    return Content.random(name.hashCode(), size);
  }

  private void upload(int turn, String name, int size) throws InterruptedException {
    byte[] content = content(name, size);
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Answer> answer = ask(turn + attempt, manager -> manager.put(name, content));
      // An attempt that was not answered may have been done, or still have the name and not be done
      // in the end; nobody else uses it.
      boolean there =
          attempt > 0
              && answer
                  .filter(a -> a.status() == 409 && a.json().containsKey("sha256"))
                  .isPresent();
      if (there || answer.filter(a -> a.status() == 201).isPresent()) {
        stored.put(name, size);
        uploads.incrementAndGet();
        return;
      }
      last = answer.map(Answer::toString).orElse("no answer");
      if (!pause(answer)) {
        return;
      }
    }
    failed.add("upload of " + name + ": " + last);
  }

  private void read(int turn, String name) throws InterruptedException {
    Integer size = stored.get(name);
    if (size == null) {
      return; // its upload failed, which is told already
    }
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Answer> answer = ask(turn + attempt, manager -> manager.get(name));
      if (answer.filter(a -> a.status() == 200).isPresent()) {
        if (!Arrays.equals(answer.get().body(), content(name, size))) {
          failed.add("read of " + name + " gave other bytes");
        }
        reads.incrementAndGet();
        return;
      }
      last = answer.map(Answer::toString).orElse("no answer");
      putOff.add(name + ": " + last);
      if (!pause(answer)) {
        return;
      }
    }
    failed.add("read of " + name + ": " + last);
  }

  /** New requests go to these managers only, until further notice. */
  public void use(List<FileApi> some) {
    some.forEach(manager -> underWay.putIfAbsent(manager, new AtomicInteger()));
    managers = List.copyOf(some);
  }

  /** How many requests a manager has not answered yet; none is added where it is not used. */
  public int underWay(FileApi manager) {
    return underWay.get(manager).get();
  }

  private Optional<Answer> ask(int turn, Request request) throws InterruptedException {
    while (true) {
      List<FileApi> all = managers;
      FileApi manager = all.get(Math.floorMod(turn, all.size()));
      AtomicInteger count = underWay.get(manager);
      count.incrementAndGet();
      try {
        if (managers.contains(manager)) {
          return Optional.of(request.to(manager));
        }
      } catch (IOException e) {
        return Optional.empty();
      } finally {
        count.decrementAndGet();
      }
    }
  }

  /** Whether to go on, after a time such as the answer asks for. */
  private boolean pause(Optional<Answer> answer) throws InterruptedException {
    boolean taken = answer.filter(a -> a.status() == 409).isPresent();
    long seconds =
        answer
            .flatMap(a -> a.header("Retry-After"))
            .map(Long::parseLong)
            .orElse(taken ? NAME_IS_TAKEN : 0);
    return !stopping.await(seconds, TimeUnit.SECONDS);
  }

  /** Reads and uploads that have succeeded so far. */
  public long done() {
    return reads.get() + uploads.get();
  }

  /** What did not succeed in the end, in words. */
  public List<String> failed() {
    return List.copyOf(failed);
  }

  /** Reads that did not succeed at once, since the last call, in words. */
  public List<String> takePutOff() {
    List<String> taken = new ArrayList<>();
    for (String one = putOff.poll(); one != null; one = putOff.poll()) {
      taken.add(one);
    }
    return taken;
  }

  /** Ends the clients after the request at hand. */
  public PatientLoad stop() throws InterruptedException {
    stopping.countDown();
    clients.shutdown();
    assertThat(clients.awaitTermination(4, TimeUnit.MINUTES)).isTrue();
    return this;
  }

  /** After {@link #stop}: nothing failed, and all that was acknowledged is there. */
  public void verify(FileApi at) throws IOException, InterruptedException {
    assertThat(failed).isEmpty();
    assertThat(stored).isNotEmpty();
    for (Map.Entry<String, Integer> file : stored.entrySet()) {
      Answer answer = at.get(file.getKey());
      assertThat(answer.status()).as("%s: %s", file.getKey(), answer).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(content(file.getKey(), file.getValue()));
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    clients.shutdownNow();
  }
}

package io.github.dfserver.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that upload, read and delete, each its own names, and remember what was acknowledged.
 * What was not answered, or with a status from 500, counts as either and is left alone from then
 * on.
 */
public final class MixedLoad implements AutoCloseable {
  private static final int LARGE = 300_000;

  private final FileApi api;
  private final String prefix;
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final Map<String, Integer> stored = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> unanswered = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong done = new AtomicLong();
  private volatile boolean stopping;

  /** Starts so many clients of a manager; all names begin with the prefix. */
  public MixedLoad(FileApi api, String prefix, int count) {
    this.api = api;
    this.prefix = prefix;
    for (int client = 0; client < count; client++) {
      int number = client;
      clients.execute(() -> work(number));
    }
  }

  private void work(int client) {
    Random random = new Random(client);
    List<String> own = new ArrayList<>();
    for (int i = 0; !stopping; i++) {
      String name = prefix + client + "/" + i;
      int choice = random.nextInt(4);
      try {
        if (choice < 2 || own.isEmpty()) {
          put(name, random.nextInt(8) == 0 ? LARGE : 1 + random.nextInt(2000), own);
        } else if (choice == 2) {
          get(own.get(random.nextInt(own.size())));
        } else {
          delete(own.remove(random.nextInt(own.size())));
        }
      } catch (IOException e) {
        unanswered.add(name + ": " + e);
        own.clear(); // what is stored stays so, where nobody is there to delete it
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void put(String name, int size, List<String> own)
      throws IOException, InterruptedException {
    Answer answer = api.put(name, content(name, size));
    if (settled(name, answer, 201)) {
      stored.put(name, size);
      own.add(name);
    }
  }

  private void get(String name) throws IOException, InterruptedException {
    Answer answer = api.get(name);
    if (settled(name, answer, 200) && !matches(name, answer)) {
      wrong.add("read of " + name + " gave other bytes");
    }
  }

  private void delete(String name) throws IOException, InterruptedException {
    Integer size = stored.remove(name); // from here on it is either, until the answer
    if (settled(name, api.delete(name), 200)) {
      deleted.add(name);
    } else if (size == null) {
      wrong.add(name + " was never stored");
    }
  }

  private boolean settled(String name, Answer answer, int expected) {
    if (answer.status() == expected) {
      done.incrementAndGet();
      return true;
    }
    if (answer.status() >= 500) {
      unanswered.add(name + ": " + answer);
    } else {
      wrong.add(name + ": " + answer);
    }
    return false;
  }

  private static byte[] content(String name, int size) {
    return Content.random(name.hashCode(), size);
  }

  private boolean matches(String name, Answer answer) {
    Integer size = stored.get(name);
    return size != null && java.util.Arrays.equals(answer.body(), content(name, size));
  }

  /** Operations that have succeeded so far. */
  public long done() {
    return done.get();
  }

  /** What was answered with a status from 500 or not at all, in words. */
  public List<String> unanswered() {
    return List.copyOf(unanswered);
  }

  /** Ends the clients after the request at hand. */
  public MixedLoad stop() throws InterruptedException {
    stopping = true;
    clients.shutdown();
    assertThat(clients.awaitTermination(4, TimeUnit.MINUTES)).isTrue();
    return this;
  }

  /** After {@link #stop}: what was acknowledged is so at this manager, and nothing was wrong. */
  public void verify(FileApi at) throws IOException, InterruptedException {
    assertThat(wrong).isEmpty();
    assertThat(stored).isNotEmpty();
    for (String name : stored.keySet()) {
      Answer answer = at.get(name);
      assertThat(answer.status()).as("%s: %s", name, answer).isEqualTo(200);
      assertThat(matches(name, answer)).as(name).isTrue();
    }
    for (String name : deleted) {
      assertThat(at.get(name).status()).as(name).isEqualTo(404);
    }
  }

  @Override
  public void close() {
    stopping = true;
    clients.shutdownNow();
  }
}

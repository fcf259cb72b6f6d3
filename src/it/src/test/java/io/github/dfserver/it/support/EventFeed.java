package io.github.dfserver.it.support;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.http.Json;
import io.github.dfserver.it.process.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Listens to the events of a manager, on a thread of its own, until it is closed. */
public final class EventFeed implements AutoCloseable {
  private static final Duration SOON = Duration.ofMinutes(1);

  /**
   * One event.
   *
   * @param id what a listener comes back with
   * @param fields what its JSON says
   */
  public record Event(String id, String name, Map<String, Object> fields) {}

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Thread reader;
  private final AtomicInteger comments = new AtomicInteger();
  private volatile boolean ended;

  /** Begins to listen; {@code query} may be empty, header names and values alternate. */
  public EventFeed(FileApi api, String query, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = api.request(api.uri("events" + query));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    response = api.send(request.build(), BodyHandlers.ofInputStream());
    reader = new Thread(this::read, "events");
    reader.start();
  }

  /** Begins to listen, and waits for the hello. */
  public static EventFeed of(FileApi api, String... headers) throws Exception {
    EventFeed feed = new EventFeed(api, "", headers);
    feed.await("hello", event -> true);
    return feed;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = "";
      String name = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, name, Json.object(line.substring(6))));
        } else if (line.startsWith(":")) {
          comments.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // The test has closed it, or the manager has cut it.
    }
    ended = true;
  }

  /** The status and headers of the answer. */
  public HttpResponse<InputStream> response() {
    return response;
  }

  /** What has come so far. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** How many comments have come so far. */
  public int comments() {
    return comments.get();
  }

  /** Whether the manager has ended the answer, or cut it. */
  public boolean ended() {
    return ended;
  }

  /** Waits for an event. */
  public Event await(String name, Predicate<Event> which)
      throws TimeoutException, InterruptedException {
    Await.until(
        "the event " + name + " among " + events, SOON, () -> find(name, which).isPresent());
    return find(name, which).orElseThrow();
  }

  /** Waits for an event with this value of a field. */
  public Event await(String name, String field, Object value)
      throws TimeoutException, InterruptedException {
    return await(name, event -> value.equals(event.fields().get(field)));
  }

  private Optional<Event> find(String name, Predicate<Event> which) {
    return events.stream().filter(one -> one.name().equals(name)).filter(which).findFirst();
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}

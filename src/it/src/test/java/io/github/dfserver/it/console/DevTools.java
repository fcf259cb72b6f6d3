package io.github.dfserver.it.console;

import io.github.dfserver.it.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Commands and events of the DevTools protocol, of one tab, over its WebSocket. */
final class DevTools implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Map<Long, CompletableFuture<Map<String, Object>>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  private final BiConsumer<String, Map<String, Object>> events;
  private final WebSocket socket;

  /**
   * Connects.
   *
   * @param events takes the method and the parameters of each event, on a thread of the client
   */
  DevTools(HttpClient http, URI url, BiConsumer<String, Map<String, Object>> events) {
    this.events = events;
    this.socket = http.newWebSocketBuilder().buildAsync(url, new Reader()).join();
  }

  /**
   * Sends a command and waits for its result.
   *
   * @param parameters a JSON object
   */
  Map<String, Object> send(String method, String parameters)
      throws IOException, InterruptedException, TimeoutException {
    long id = last.incrementAndGet();
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    String command =
        "{\"id\":" + id + ",\"method\":" + Json.quote(method) + ",\"params\":" + parameters + "}";
    synchronized (socket) {
      socket.sendText(command, true).join();
    }
    Map<String, Object> message;
    try {
      message = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("DevTools are gone", e);
    }
    if (message.get("error") != null) {
      throw new IOException(method + ": " + message.get("error"));
    }
    return object(message.get("result"));
  }

  /** A member that is an object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void take(String text) {
    Map<String, Object> message;
    try {
      message = Json.object(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (message.get("id") instanceof Long id) {
      waiting.remove(id).complete(message);
    } else {
      events.accept((String) message.get("method"), object(message.get("params")));
    }
  }

  /** Puts messages together. */
  private final class Reader implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean isLast) {
      message.append(part);
      if (isLast) {
        String whole = message.toString();
        message.setLength(0);
        take(whole);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      waiting.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }
}

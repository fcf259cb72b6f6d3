package io.github.dfserver.it.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A client of one manager. Thread-safe. */
public final class FileApi {
  /** Long enough for a machine that is busy; the tests never measure speed with it. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final URI base;
  private final HttpClient client;

  /**
   * Makes a client.
   *
   * @param base the manager's base URL, with or without a slash at its end
   */
  public FileApi(URI base) {
    this(base, HttpClient.newBuilder());
  }

  /** Makes one that trusts, and shows, what the context says. */
  public FileApi(URI base, SSLContext context) {
    this(base, HttpClient.newBuilder().sslContext(context));
  }

  private FileApi(URI base, HttpClient.Builder client) {
    this.base = URI.create(base.toString().replaceAll("/+$", "") + "/");
    this.client =
        client.version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(20)).build();
  }

  /** The base URL; ends with a slash. */
  public URI base() {
    return base;
  }

  /** The URL of a path that is encoded already and does not begin with a slash. */
  public URI uri(String path) {
    return URI.create(base + path);
  }

  /** The URL of a file. */
  public URI file(String name) {
    return uri("file/" + NamePath.path(name));
  }

  /** A request with the usual time limit, to be completed. */
  public HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(LIMIT);
  }

  /** Sends a request and takes the whole answer. */
  public Answer send(HttpRequest request) throws IOException, InterruptedException {
    return Answer.of(client.send(request, BodyHandlers.ofByteArray()));
  }

  /** Sends a request and handles the answer's body as told. */
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request, handler);
  }

  /** PUT of a whole body; header names and values alternate. */
  public Answer put(String name, byte[] content, String... headers)
      throws IOException, InterruptedException {
    return put(name, BodyPublishers.ofByteArray(content), headers);
  }

  /** PUT of a body; header names and values alternate. */
  public Answer put(String name, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    return send(with(request(file(name)), headers).PUT(body).build());
  }

  /** GET of a file; header names and values alternate. */
  public Answer get(String name, String... headers) throws IOException, InterruptedException {
    return send(with(request(file(name)), headers).GET().build());
  }

  /** HEAD of a file; header names and values alternate. */
  public Answer head(String name, String... headers) throws IOException, InterruptedException {
    return send(with(request(file(name)), headers).method("HEAD", BodyPublishers.noBody()).build());
  }

  /** DELETE of a file. */
  public Answer delete(String name) throws IOException, InterruptedException {
    return send(request(file(name)).DELETE().build());
  }

  /** GET of any path that is encoded already. */
  public Answer getPath(String path) throws IOException, InterruptedException {
    return send(request(uri(path)).GET().build());
  }

  /** One page of names; parameter names and values alternate. */
  public Answer list(String... parameters) throws IOException, InterruptedException {
    StringBuilder query = new StringBuilder("file");
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? '?' : '&')
          .append(parameters[i])
          .append('=')
          .append(NamePath.parameter(parameters[i + 1]));
    }
    return getPath(query.toString());
  }

  /** The names of all files whose name begins so, by as many pages as it takes. */
  public List<String> names(String prefix) throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    Answer page = list("prefix", prefix, "limit", "1000");
    while (true) {
      if (page.status() != 200) {
        throw new IOException("listing: " + page);
      }
      page.objects("files").forEach(file -> names.add((String) file.get("filename")));
      if (!(page.json().get("next") instanceof String next)) {
        return names;
      }
      page = list("prefix", prefix, "limit", "1000", "after", next);
    }
  }

  /** What {@code GET /node} says. */
  public List<Map<String, Object>> nodes() throws IOException, InterruptedException {
    Answer answer = getPath("node");
    if (answer.status() != 200) {
      throw new IOException("nodes: " + answer);
    }
    return answer.objects("nodes");
  }

  /** What {@code GET /balance} says. */
  public Map<String, Object> balance() throws IOException, InterruptedException {
    Answer answer = getPath("balance");
    if (answer.status() != 200) {
      throw new IOException("balance: " + answer);
    }
    return answer.json();
  }

  /** Whether the nodes are even: nothing moves, and nothing has to. */
  public boolean isEven() throws IOException, InterruptedException {
    Map<String, Object> balance = balance();
    return (Long) balance.get("spread") <= 1
        && balance.get("movesInFlight").equals(0L)
        && balance.get("movesPending").equals(0L);
  }

  /** How many files a node has; 0 when it is not known. */
  public long filesOf(String node) throws IOException, InterruptedException {
    return nodes().stream()
        .filter(one -> one.get("id").equals(node))
        .mapToLong(one -> (Long) one.get("files"))
        .sum();
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }
}

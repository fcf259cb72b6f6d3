package io.github.dfserver.client;

import io.github.dfserver.client.http.StreamedBodyWriter;
import io.github.dfserver.client.http.StreamingConnectorProvider;
import jakarta.ws.rs.client.ClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The settings of a {@link DfsClient}; for one thread.
 *
 * <pre>{@code
 * DfsClient client =
 *     DfsClient.builder("https://one.example.org/", "https://two.example.org/")
 *         .basic(user, password)
 *         .certificateAuthority(directory.resolve("ca.pem"))
 *         .readTimeout(Duration.ofMinutes(2))
 *         .retries(RetryPolicy.STANDARD.withAttempts(20))
 *         .build();
 * }</pre>
 */
public final class DfsClientBuilder {
  /** A name, since the class cannot be loaded where Jersey is not. */
  private static final String CONNECTOR =
      "io.github.dfserver.client.http.StreamingConnectorProvider";

  private final List<URI> urls;
  private Supplier<String> authorization = () -> null;
  private SSLContext tls;
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration readTimeout = Duration.ofSeconds(60);
  private RetryPolicy retries = RetryPolicy.STANDARD;
  private int connections = 32;

  DfsClientBuilder(List<URI> urls) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("Name the base URL of at least one manager.");
    }
    this.urls = urls.stream().map(DfsClientBuilder::base).toList();
  }

  private static URI base(URI url) {
    String scheme = url.getScheme();
    if (url.getHost() == null
        || url.getUserInfo() != null
        || url.getQuery() != null
        || url.getFragment() != null
        || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
      throw new IllegalArgumentException(
          "A manager's base URL looks like https://files.example.org/, without user and query.");
    }
    String text = url.toString();
    return text.endsWith("/") ? url : URI.create(text + "/");
  }

  /** Sends this token ({@code Authorization: Bearer}). */
  public DfsClientBuilder token(String token) {
    String header = "Bearer " + token;
    return authorization(() -> header);
  }

  /** Sends this user and password ({@code Authorization: Basic}). */
  public DfsClientBuilder basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String header = "Basic " + Base64.getEncoder().encodeToString(pair);
    return authorization(() -> header);
  }

  /**
   * Sends what this gives as {@code Authorization}.
   *
   * @param supplier is asked before each request, by any thread; may give null for none
   */
  public DfsClientBuilder authorization(Supplier<String> supplier) {
    this.authorization = Objects.requireNonNull(supplier, "supplier");
    return this;
  }

  /** Uses these keys and trusted certificates for {@code https}. */
  public DfsClientBuilder tls(SSLContext context) {
    this.tls = Objects.requireNonNull(context, "context");
    return this;
  }

  /**
   * Trusts the certificate authorities of this PEM file for {@code https}, and no others.
   *
   * @throws IOException when it cannot be read, or has no certificate
   */
  public DfsClientBuilder certificateAuthority(Path pem) throws IOException {
    return tls(PrivateAuthority.context(pem));
  }

  /** How long a connection may take to be made; 10 s unless set. */
  public DfsClientBuilder connectTimeout(Duration limit) {
    this.connectTimeout = positive(limit);
    return this;
  }

  /** How long a manager may be silent while its answer is awaited or read; 60 s unless set. */
  public DfsClientBuilder readTimeout(Duration limit) {
    this.readTimeout = positive(limit);
    return this;
  }

  private static Duration positive(Duration limit) {
    if (limit.toMillis() < 1) {
      throw new IllegalArgumentException("A time-out is at least a millisecond.");
    }
    return limit;
  }

  /** How often it is tried again; {@link RetryPolicy#STANDARD} unless set. */
  public DfsClientBuilder retries(RetryPolicy policy) {
    this.retries = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * How many connections there may be to one manager, and so how many transfers at a time; further
   * ones wait. 32 unless set; counts only on Jersey.
   */
  public DfsClientBuilder connections(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("At least one connection is needed.");
    }
    this.connections = count;
    return this;
  }

  /**
   * The client.
   *
   * @throws IllegalStateException Jersey is there, but not Apache HttpClient
   */
  public DfsClient build() {
    ClientBuilder client =
        ClientBuilder.newBuilder()
            .connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
            .register(new StreamedBodyWriter())
            .property(StreamingConnectorProvider.CONNECTIONS, connections);
    if (tls != null) {
      client.sslContext(tls);
    }
    if (client.getClass().getName().startsWith("org.glassfish.jersey.")) {
      requireConnector();
      client.property("jersey.config.client.connector.provider", CONNECTOR);
      // what else may lie on the class path has no business here, and takes time to look for
      client.property("jersey.config.disableAutoDiscovery", true);
      client.property("jersey.config.disableMetainfServicesLookup", true);
    }
    return new DfsClient(new Managers(client.build(), urls, authorization, retries));
  }

  /** Jersey's own connector, left to itself, may send an upload a second time without its body. */
  private static void requireConnector() {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class.forName("org.apache.hc.client5.http.classic.HttpClient", false, loader);
      Class.forName(CONNECTOR, true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalStateException(
          "On Jersey the client library needs Apache HttpClient: add the library"
              + " org.apache.httpcomponents.client5:httpclient5.",
          e);
    }
  }
}

package io.github.dfserver.manager.session;

import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.request.FlatJson;
import io.github.dfserver.manager.security.SecuritySettings.OidcClient;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Exchanges a code for a token at the issuer (RFC 6749, section 4.1.3, with RFC 7636), so that the
 * console's page talks to no other host. A limited number at a time, each for a limited time.
 * Thread-safe; nothing here blocks: the client's secret is read on a blocking thread.
 */
@ApplicationScoped
public class TokenExchange {
  private static final Logger LOG = System.getLogger(TokenExchange.class.getName());
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofSeconds(15);
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_SECRET = 4 * 1024;
  private static final int AT_ONCE = 16;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private HttpClient http;

  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  @PostConstruct
  void start() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The client's own thread, which it starts here, would keep the application's otherwise.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .executor(workers.blocking())
              .build();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Exchanges a code.
   *
   * @param endpoint the issuer's
   * @return exceptionally a {@link ProblemException}: code 9 when the issuer refuses, code 5 with
   *     status 503 when it does not answer or too many ask
   */
  CompletionStage<AccessToken> exchange(URI endpoint, OidcClient client, CodeOrder order) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedStage(unavailable("Too many sign in at once; try again."));
    }
    CompletableFuture<AccessToken> token = new CompletableFuture<>();
    try {
      workers.blocking().execute(() -> send(endpoint, client, order, token));
    } catch (RejectedExecutionException e) {
      token.completeExceptionally(unavailable("The manager is overloaded; try again."));
    }
    return token.whenComplete((done, failure) -> places.release());
  }

  private void send(
      URI endpoint, OidcClient client, CodeOrder order, CompletableFuture<AccessToken> token) {
    CompletableFuture<HttpResponse<byte[]>> answer;
    try {
      answer =
          http.sendAsync(request(endpoint, client, order), head -> new LimitedBody(MOST_BYTES));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "A code of the issuer cannot be exchanged: {0}", e.toString());
      token.completeExceptionally(
          new ProblemException(
              Problem.internalError("Signing in is not set up right; the log says why.")));
      return;
    }
    housekeeping.after(WHOLE, "give up an exchange of a code", () -> answer.cancel(true));
    CompletionStage<HttpResponse<byte[]>> coming = answer;
    coming.whenComplete(
        (response, failure) -> {
          try {
            if (failure != null) {
              throw failed(failure);
            }
            token.complete(token(response));
          } catch (RuntimeException e) {
            token.completeExceptionally(e);
          }
        });
  }

  private static ProblemException failed(Throwable failure) {
    LOG.log(Level.WARNING, "The issuer did not answer: {0}", Failure.cause(failure).toString());
    return unavailable("The issuer does not answer; try again.");
  }

  private static HttpRequest request(URI endpoint, OidcClient client, CodeOrder order)
      throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", order.code());
    form.put("code_verifier", order.verifier());
    form.put("redirect_uri", order.redirectUri());
    form.put("client_id", client.id());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(ANSWER)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json");
    if (client.secretFile().isPresent()) {
      String login = encoded(client.id()) + ":" + encoded(secret(client.secretFile().get()));
      byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return request.POST(BodyPublishers.ofString(body)).build();
  }

  private static String secret(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String secret = new String(in.readNBytes(MOST_SECRET), StandardCharsets.UTF_8).strip();
      if (secret.isEmpty()) {
        throw new IOException(file + " is empty; dfs.oidc.client-secret-file has to have a secret");
      }
      return secret;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static AccessToken token(HttpResponse<byte[]> response) {
    Map<String, String> members;
    try {
      members = FlatJson.read(ByteBuffer.wrap(response.body()), Set.of());
    } catch (IOException e) {
      members = Map.of();
    }
    String token = members.get("access_token");
    if (response.statusCode() == 200 && token != null) {
      return new AccessToken(token, seconds(members.get("expires_in")));
    }
    String error = members.getOrDefault("error", "status " + response.statusCode());
    LOG.log(Level.INFO, "The issuer refused a code: {0}", shown(error));
    if (response.statusCode() >= 500) {
      throw unavailable("The issuer failed; try again.");
    }
    throw new ProblemException(
        Problem.unauthenticated(
                "The issuer refused the code (" + shown(error) + "); sign in again.")
            .withHeader("WWW-Authenticate", "Bearer realm=\"dfs\""));
  }

  /** Codes of errors are short words (RFC 6749, section 5.2); what is not one is not shown. */
  private static String shown(String error) {
    return error.matches("[A-Za-z0-9_. -]{1,64}") ? error : "for a reason of its own";
  }

  private static OptionalLong seconds(String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static ProblemException unavailable(String detail) {
    return new ProblemException(Problem.outcomeUnknown(detail));
  }
}

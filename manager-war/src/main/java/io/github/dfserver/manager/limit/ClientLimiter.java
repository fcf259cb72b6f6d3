package io.github.dfserver.manager.limit;

import io.github.dfserver.manager.config.ClientLimits;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.request.Operation;
import io.github.dfserver.manager.request.RequestOutcome;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Says which requests are more than their client may have: {@code dfs.max-transfers-per-client} and
 * {@code dfs.max-request-rate}. Nodes, other managers and health checks are no clients.
 * Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class ClientLimiter {
  private static final int MAX_CLIENTS = 1 << 16;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);

  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;

  private ClientLimits limits;
  private ClientBooks books;

  @PostConstruct
  void start() {
    limits = configuration.limits();
    books =
        new ClientBooks(
            limits.maxTransfers(), limits.maxRequestRate(), MAX_CLIENTS, System.nanoTime());
    housekeeping.every(
        Duration.ofSeconds(10),
        "forget clients that have nothing",
        () -> books.forgetIdle(System.nanoTime()));
  }

  /** Counts a request until it is over; gives what it is refused with, if it is. */
  Optional<Problem> refusal(HttpServletRequest request, Operation operation) {
    if (!operation.isOfClients()) {
      return Optional.empty();
    }
    String client = ClientKey.of(request);
    long now = System.nanoTime();
    if (!books.request(client, now)) {
      return Optional.of(
          Problem.tooManyRequests(
              "A client may send "
                  + limits.maxRequestRate()
                  + " requests a second (dfs.max-request-rate).",
              SOON));
    }
    if (operation != Operation.UPLOAD && operation != Operation.DOWNLOAD) {
      return Optional.empty();
    }
    Optional<Runnable> end = books.transfer(client, now);
    end.ifPresent(RequestOutcome.of(request)::atEnd);
    return end.isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.tooManyRequests(
                "A client may have "
                    + limits.maxTransfers()
                    + " uploads and downloads at a time (dfs.max-transfers-per-client).",
                LATER));
  }
}

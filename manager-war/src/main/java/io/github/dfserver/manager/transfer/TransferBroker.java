package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Brings a transfer and the HTTP request together that a node opens for it. A token is 192 random
 * bits, is good for one request in one direction, and expires.
 */
@ApplicationScoped
public class TransferBroker {
  private static final int TOKEN_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Offer> offers = new ConcurrentHashMap<>();

  /** Which way the bytes go. */
  public enum Direction {
    /** The node reads an upload. */
    TO_NODE,
    /** The node gives a download. */
    FROM_NODE
  }

  /**
   * A transfer that waits for its node.
   *
   * @param token what the node has to show
   * @param direction which way the bytes go
   * @param taken completes with the node's request; exceptionally when it does not come in time
   * @param expires in {@link System#nanoTime}
   */
  public record Offer(
      String token, Direction direction, CompletableFuture<AsyncContext> taken, long expires) {}

  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;

  @PostConstruct
  void start() {
    housekeeping.every(Duration.ofSeconds(1), "expire transfer tokens", this::expire);
  }

  /** Makes a token and waits for a node to show it. */
  public Offer offer(Direction direction) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long expires = System.nanoTime() + configuration.commandTimeout().toNanos();
    Offer offer = new Offer(token, direction, new CompletableFuture<>(), expires);
    offers.put(token, offer);
    return offer;
  }

  /** The transfer of this token, which is good no longer. */
  Optional<Offer> take(String token, Direction direction) {
    Offer offer = offers.get(token);
    return offer != null && offer.direction == direction && offers.remove(token, offer)
        ? Optional.of(offer)
        : Optional.empty();
  }

  /** Takes an offer back; it is not an error when it has been taken. */
  public void withdraw(Offer offer) {
    offers.remove(offer.token);
  }

  private void expire() {
    long now = System.nanoTime();
    offers
        .values()
        .removeIf(
            offer ->
                now - offer.expires > 0
                    && offer.taken.completeExceptionally(
                        new TimeoutException("the node did not open its transfer in time")));
  }
}

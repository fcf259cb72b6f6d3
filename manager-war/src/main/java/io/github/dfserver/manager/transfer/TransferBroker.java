package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.security.NodeScope;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings a transfer and the HTTP request together that a node opens for it. A token is good for one
 * request of one node in one direction, and expires.
 */
@ApplicationScoped
public class TransferBroker {
  private final TransferOffers offers = new TransferOffers();

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
   * @param node who may show it
   * @param taken completes with the node's request; exceptionally when it does not come in time
   * @param expires in {@link System#nanoTime}
   */
  public record Offer(
      String token,
      Direction direction,
      String node,
      CompletableFuture<AsyncContext> taken,
      long expires) {}

  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;

  @PostConstruct
  void start() {
    housekeeping.every(Duration.ofSeconds(1), "expire transfer tokens", this::expire);
  }

  /** Makes a token and waits for a node to show it. */
  public Offer offer(Direction direction, String node) {
    return offers.add(
        direction, node, System.nanoTime() + configuration.commandTimeout().toNanos());
  }

  /**
   * The transfer of this token, which is good no longer; empty when there is none that {@code
   * caller} may open.
   */
  Optional<Offer> take(String token, Direction direction, NodeScope caller) {
    return offers.take(token, direction, caller);
  }

  /** Takes an offer back; it is not an error when it has been taken. */
  public void withdraw(Offer offer) {
    offers.withdraw(offer);
  }

  private void expire() {
    offers.expire(System.nanoTime());
  }
}

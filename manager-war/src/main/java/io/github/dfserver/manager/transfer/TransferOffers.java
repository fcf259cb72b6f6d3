package io.github.dfserver.manager.transfer;

import io.github.dfserver.manager.security.NodeScope;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * The transfers that wait for their nodes. A token is a number that finds its transfer, and 192
 * random bits that are compared in a time that says nothing about them. Thread-safe.
 */
final class TransferOffers {
  private static final int NUMBER_BYTES = 9;
  private static final int NUMBER_CHARACTERS = 12;
  private static final int SECRET_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Offer> offers = new ConcurrentHashMap<>();

  /** Makes one; {@code expires} is in {@link System#nanoTime}. */
  Offer add(Direction direction, String node, long expires) {
    byte[] bytes = new byte[NUMBER_BYTES + SECRET_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Offer offer = new Offer(token, direction, node, new CompletableFuture<>(), expires);
    offers.put(number(token), offer);
    return offer;
  }

  /**
   * The transfer of this token, which is good no longer. Whoever may not act as its node, or comes
   * in the other direction, learns nothing and changes nothing.
   */
  Optional<Offer> take(String token, Direction direction, NodeScope caller) {
    if (token.length() < NUMBER_CHARACTERS) {
      return Optional.empty();
    }
    Offer offer = offers.get(number(token));
    return offer != null
            && isSame(offer.token(), token)
            && offer.direction() == direction
            && caller.covers(offer.node())
            && offers.remove(number(token), offer)
        ? Optional.of(offer)
        : Optional.empty();
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String number(String token) {
    return token.substring(0, NUMBER_CHARACTERS);
  }

  void withdraw(Offer offer) {
    offers.remove(number(offer.token()), offer);
  }

  /** Ends those that have waited for too long; {@code now} is in {@link System#nanoTime}. */
  void expire(long now) {
    offers
        .values()
        .removeIf(
            offer ->
                now - offer.expires() > 0
                    && offer
                        .taken()
                        .completeExceptionally(
                            new TimeoutException("the node did not open its transfer in time")));
  }
}

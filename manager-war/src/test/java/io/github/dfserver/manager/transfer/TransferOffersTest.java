package io.github.dfserver.manager.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.security.NodeScope;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferOffersTest {
  private static final NodeScope OWN = NodeScope.of("n-1");

  private final TransferOffers offers = new TransferOffers();

  private Offer offer() {
    return offers.add(Direction.TO_NODE, "n-1", System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
  }

  @Test
  void aTokenIsGoodOnceForItsNode() {
    Offer offer = offer();
    assertThat(offer.token()).matches("[A-Za-z0-9_-]{44}");
    assertThat(offers.take(offer.token(), Direction.TO_NODE, OWN)).contains(offer);
    assertThat(offers.take(offer.token(), Direction.TO_NODE, OWN)).isEmpty();
  }

  @Test
  void anEnrolledNodeOpensItsTransfersToo() {
    Offer offer = offer();
    assertThat(offers.take(offer.token(), Direction.TO_NODE, NodeScope.ANY)).contains(offer);
  }

  @Test
  void anotherNodeLearnsNothingAndSpoilsNothing() {
    Offer offer = offer();
    assertThat(offers.take(offer.token(), Direction.TO_NODE, NodeScope.of("n-2"))).isEmpty();
    assertThat(offers.take(offer.token(), Direction.TO_NODE, NodeScope.NONE)).isEmpty();
    assertThat(offers.take(offer.token(), Direction.FROM_NODE, OWN)).isEmpty();
    assertThat(offer.taken()).isNotDone();
    assertThat(offers.take(offer.token(), Direction.TO_NODE, OWN)).contains(offer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void whatIsNoTokenIsNone(String token) {
    offer();
    assertThat(offers.take(token, Direction.TO_NODE, NodeScope.ANY)).isEmpty();
  }

  @Test
  void itsNumberAloneOrWithAnotherSecretIsNone() {
    Offer offer = offer();
    String number = offer.token().substring(0, 12);
    assertThat(offers.take(number, Direction.TO_NODE, OWN)).isEmpty();
    assertThat(offers.take(number + "A".repeat(32), Direction.TO_NODE, OWN)).isEmpty();
    assertThat(offers.take(offer.token() + "A", Direction.TO_NODE, OWN)).isEmpty();
    assertThat(offers.take(offer.token(), Direction.TO_NODE, OWN)).contains(offer);
  }

  @Test
  void aTokenExpires() {
    Offer offer = offer();
    offers.expire(offer.expires() - 1);
    assertThat(offer.taken()).isNotDone();
    offers.expire(offer.expires() + 1);
    assertThat(offer.taken()).isCompletedExceptionally();
    assertThat(offers.take(offer.token(), Direction.TO_NODE, OWN)).isEmpty();
  }

  @Test
  void aTokenThatWasTakenBackIsNone() {
    Offer offer = offer();
    offers.withdraw(offer);
    offers.withdraw(offer);
    assertThat(offers.take(offer.token(), Direction.TO_NODE, OWN)).isEmpty();
  }
}

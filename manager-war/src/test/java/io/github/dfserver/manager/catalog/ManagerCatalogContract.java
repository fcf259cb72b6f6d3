package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter promises about managers that are up, and about leases. */
public abstract class ManagerCatalogContract extends RacingContract {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(2, 2);

  private static ManagerRecord manager(UUID id, String... nodes) {
    return new ManagerRecord(
        id,
        "http://127.0.0.1:1/" + id,
        List.of(nodes).stream()
            .map(
                node ->
                    new ManagerRecord.Presence(
                        node, UUID.randomUUID(), NOW, new StoreStatus(1, 2, 3, true), false))
            .toList());
  }

  @Test
  void managersThatAnnouncedThemselvesAreThereWithTheirNodes() {
    assertThat(await(managers.present())).isEmpty();
    ManagerRecord a = manager(A, "100", "101");
    ManagerRecord b = manager(B);
    await(managers.announce(a, LONG));
    await(managers.announce(b, LONG));
    assertThat(await(managers.present())).containsExactlyInAnyOrder(a, b);

    ManagerRecord changed = manager(A, "102");
    await(managers.announce(changed, LONG));
    assertThat(await(managers.present())).containsExactlyInAnyOrder(changed, b);
    await(managers.leave(B));
    await(managers.leave(B));
    assertThat(await(managers.present())).containsExactly(changed);
  }

  @Test
  void anAnnouncementThatIsNotRepeatedCountsNoLonger() {
    ManagerRecord b = manager(B);
    await(managers.announce(b, LONG));
    await(managers.announce(manager(A), SHORT));

    awaitUntil(() -> await(managers.present()).equals(List.of(b)));
  }

  @Test
  void aLeaseIsProlongedByItsHolderUnderTheSameTermAndRefusedToOthers() {
    Lease first = await(managers.acquire("moves", A, LONG)).orElseThrow();

    assertThat(first).isEqualTo(new Lease(A, 1));
    assertThat(await(managers.acquire("moves", A, LONG))).contains(first);
    assertThat(await(managers.acquire("moves", B, LONG))).isEmpty();
    assertThat(await(managers.acquire("another", B, LONG))).contains(new Lease(B, 1));
  }

  @Test
  void aLeaseThatEndedGoesToAnotherUnderAHigherTerm() {
    await(managers.acquire("moves", A, SHORT));
    awaitUntil(() -> await(managers.acquire("moves", B, LONG)).isPresent());

    assertThat(await(managers.acquire("moves", B, LONG))).contains(new Lease(B, 2));
    assertThat(await(managers.acquire("moves", A, LONG))).isEmpty();
  }

  @Test
  void aHolderThatComesBackAfterItsLeaseEndedHasAHigherTerm() {
    await(managers.acquire("moves", A, Duration.ofMillis(1)));

    awaitUntil(
        () -> {
          Optional<Lease> again = await(managers.acquire("moves", A, Duration.ofMillis(1)));
          return again.orElseThrow().term() > 1;
        });
  }

  @Test
  void theLeasesOfAManagerThatLeavesEndAndTheirTermsAreNotUsedAgain() {
    await(managers.acquire("moves", A, LONG));
    await(managers.acquire("scrubs", A, LONG));
    await(managers.acquire("kept", B, LONG));

    await(managers.leave(A));

    assertThat(await(managers.acquire("moves", B, LONG))).contains(new Lease(B, 2));
    assertThat(await(managers.acquire("scrubs", A, LONG))).contains(new Lease(A, 2));
    assertThat(await(managers.acquire("kept", A, LONG))).isEmpty();
  }

  @Test
  void ofManyManagersThatWantALeaseExactlyOneHasItEachTime() throws Exception {
    for (int round = 1; round <= 5; round++) {
      List<Optional<Lease>> answers =
          race(racer -> managers.acquire("moves", new UUID(9, racer), LONG));

      List<Lease> won = answers.stream().flatMap(Optional::stream).toList();
      assertThat(won).hasSize(1);
      assertThat(won.get(0).term()).isEqualTo(round);
      assertThat(won.get(0).holder())
          .isEqualTo(new UUID(9, answers.indexOf(Optional.of(won.get(0)))));
      await(managers.leave(won.get(0).holder()));
    }
  }
}

package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.copy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every adapter promises about stray copies. */
public abstract class StrayCatalogContract extends RacingContract {

  private Stray put(String node, String name, Stray.Reason reason, Instant seen) {
    Stray stray = new Stray(node, copy(name, 2), reason, seen);
    await(strays.put(stray));
    return stray;
  }

  private Stray put(String node, String name) {
    return put(node, name, Stray.Reason.UNKNOWN, NOW);
  }

  private static CopyPlace place(Stray stray) {
    return new CopyPlace(stray.node(), stray.copy().copyId());
  }

  private List<Stray> on(String node) {
    return await(strays.onNode(node, Optional.empty(), 1000));
  }

  @Test
  void aStrayIsNotedOnceAndForgottenWhenItIsExplained() {
    Stray first = put("100", "a");
    assertThat(on("100")).containsExactly(first);
    Stray again =
        new Stray("100", first.copy(), Stray.Reason.CONFLICT, first.seen().plusSeconds(1));
    await(strays.put(again));
    assertThat(on("100")).containsExactly(again);
    assertThat(on("10")).isEmpty();

    await(strays.remove(new CopyPlace("101", first.copy().copyId())));
    assertThat(on("100")).containsExactly(again);
    await(strays.remove(place(first)));
    assertThat(on("100")).isEmpty();
    await(strays.remove(place(first)));
    await(strays.put(first));
    assertThat(on("100")).containsExactly(first);
  }

  @Test
  void aCopyThatIsSaidToHaveAnotherNameIsNotedUnderThatOneOnly() {
    Stray first = put("100", "a");
    Stray renamed =
        new Stray(
            "100",
            new io.github.dfserver.protocol.Copy(
                first.copy().fileId(),
                first.copy().copyId(),
                "b",
                "",
                first.copy().size(),
                first.copy().sha256(),
                NOW,
                0),
            Stray.Reason.UNKNOWN,
            NOW);
    await(strays.put(renamed));

    assertThat(on("100")).containsExactly(renamed);
    await(strays.remove(place(first)));
    assertThat(on("100")).isEmpty();
  }

  @Test
  void theStraysOfANodeComeInTheOrderOfNamesAndAPageHoldsAllOfAName() {
    List<Stray> all = new ArrayList<>();
    for (String name : List.of("😀", "a", "ab", "\uffee", "a\u0000", "é", "a\u0000b", "a/b")) {
      for (int i = 0; i < 3; i++) {
        all.add(put("100", name));
        put("10", name);
      }
    }
    all.sort(
        Comparator.comparing(
                (Stray one) -> NameKey.of(one.copy().name()), java.util.Arrays::compareUnsigned)
            .thenComparing(one -> one.copy().copyId().toString()));

    List<Stray> paged = new ArrayList<>();
    Optional<String> after = Optional.empty();
    while (true) {
      List<Stray> page = await(strays.onNode("100", after, 5));
      paged.addAll(page);
      if (page.size() < 5) {
        break;
      }
      assertThat(page).hasSize(6);
      after = Optional.of(page.get(5).copy().name());
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void straysThatAnInventoryDidNotSeeAgainAreForgotten() {
    for (int i = 0; i < 1100; i++) {
      put("100", "old-" + i);
    }
    Stray fresh = put("100", "fresh", Stray.Reason.UNKNOWN, NOW.plusSeconds(5));
    Stray other = put("101", "old");

    await(strays.removeSeenBefore("100", NOW.plusSeconds(5)));

    assertThat(on("100")).containsExactly(fresh);
    assertThat(on("101")).containsExactly(other);
    await(strays.removeSeenBefore("100", NOW.plusSeconds(6)));
    assertThat(on("100")).isEmpty();
  }

  @Test
  void conflictsAreFoundByNameOnAllNodes() {
    Stray b100 = put("100", "b", Stray.Reason.CONFLICT, NOW);
    Stray a101 = put("101", "a", Stray.Reason.CONFLICT, NOW);
    Stray a100 = put("100", "a", Stray.Reason.CONFLICT, NOW);
    put("100", "a");
    put("102", "ab", Stray.Reason.UNKNOWN, NOW);

    assertThat(await(strays.conflicts(Optional.of("a")))).containsExactly(a100, a101);
    assertThat(await(strays.conflicts(Optional.of("ab")))).isEmpty();
    assertThat(await(strays.conflicts(Optional.empty()))).containsExactly(a100, b100, a101);
  }

  @Test
  void straysNotedAndExplainedAtOnceAreNeitherLostNorLeft() throws Exception {
    List<Stray> kept = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      kept.add(new Stray("100", copy("kept", i), Stray.Reason.UNKNOWN, NOW));
    }
    Stray contested = new Stray("100", copy("contested", 0), Stray.Reason.UNKNOWN, NOW);

    race(
        racer ->
            strays
                .put(kept.get(racer))
                .thenCompose(
                    done ->
                        racer % 2 == 0 ? strays.put(contested) : strays.remove(place(contested))));
    await(strays.remove(place(contested)));

    assertThat(on("100")).containsExactlyInAnyOrderElementsOf(kept);
  }
}

package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter promises about tombstones. */
public abstract class TombstoneCatalogContract extends RacingContract {

  private static Tombstone on(String node) {
    return new Tombstone(CopyPlace.on(node), UUID.randomUUID(), NOW);
  }

  @Test
  void whatWasStatedIsFoundUntilItIsConfirmed() {
    Tombstone stated = on("100");
    assertThat(await(tombstones.find(stated.place()))).isEmpty();

    await(tombstones.add(stated));
    assertThat(await(tombstones.find(stated.place()))).contains(stated);
    assertThat(await(tombstones.find(new CopyPlace("101", stated.place().copyId())))).isEmpty();
    await(tombstones.remove(stated.place()));
    assertThat(await(tombstones.find(stated.place()))).isEmpty();
    await(tombstones.remove(stated.place()));
    await(tombstones.add(stated));
    assertThat(await(tombstones.find(stated.place()))).contains(stated);
  }

  @Test
  void statingItAgainChangesNothing() {
    Tombstone first = on("100");
    await(tombstones.add(first));
    await(tombstones.add(new Tombstone(first.place(), UUID.randomUUID(), NOW.plusSeconds(9))));

    assertThat(await(tombstones.find(first.place()))).contains(first);
    assertThat(await(tombstones.onNode("100", Optional.empty(), 10))).containsExactly(first);
  }

  @Test
  void theTombstonesOfANodeComeInPagesInTheOrderOfTheirIdsText() {
    List<Tombstone> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Tombstone one = on("10");
      all.add(one);
      await(tombstones.add(one));
      await(tombstones.add(on("100")));
      await(tombstones.add(on("1")));
    }
    all.sort(Comparator.comparing(one -> one.place().copyId().toString()));

    List<Tombstone> paged = new ArrayList<>();
    Optional<UUID> after = Optional.empty();
    while (true) {
      List<Tombstone> page = await(tombstones.onNode("10", after, 7));
      paged.addAll(page);
      if (page.size() < 7) {
        break;
      }
      after = Optional.of(page.get(6).place().copyId());
    }
    assertThat(paged).isEqualTo(all);
    assertThat(await(tombstones.onNode("999", Optional.empty(), 7))).isEmpty();
  }

  @Test
  void theHighestMoveSequenceUpToWhichAFileWasDeletedCounts() {
    UUID file = UUID.randomUUID();
    assertThat(await(tombstones.deletedUpTo(file))).isEmpty();

    await(tombstones.fileDeleted(file, 0));
    assertThat(await(tombstones.deletedUpTo(file))).hasValue(0);
    await(tombstones.fileDeleted(file, 5));
    await(tombstones.fileDeleted(file, 3));
    assertThat(await(tombstones.deletedUpTo(file))).hasValue(5);
    assertThat(await(tombstones.deletedUpTo(UUID.randomUUID()))).isEmpty();
  }

  @Test
  void statementsOfSeveralManagersAtOnceAreAllKept() throws Exception {
    UUID file = UUID.randomUUID();
    Tombstone same = on("100");

    race(
        racer ->
            tombstones
                .add(same)
                .thenCompose(done -> tombstones.add(on("101")))
                .thenCompose(done -> tombstones.fileDeleted(file, racer)));

    assertThat(await(tombstones.onNode("100", Optional.empty(), 1000))).containsExactly(same);
    assertThat(await(tombstones.onNode("101", Optional.empty(), 1000))).hasSize(RACERS);
    assertThat(await(tombstones.deletedUpTo(file))).hasValue(RACERS - 1);
  }
}

package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.change;
import static io.github.dfserver.manager.catalog.Records.content;
import static io.github.dfserver.manager.catalog.Records.copy;
import static io.github.dfserver.manager.catalog.Records.delete;
import static io.github.dfserver.manager.catalog.Records.pending;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.protocol.Copy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter promises about files that move, are unwell, or were adopted. */
public abstract class MoveContract extends RacingContract {
  private static final Instant LEASE = NOW.plusSeconds(30);
  private static final Instant LATER = NOW.plusSeconds(1000);

  private static FileRecord moving(FileRecord live, String target, long term) {
    return live.moving(new Move(CopyPlace.on(target), term, false), OWNER, LEASE);
  }

  @Test
  void eachStepOfAMoveIsFoundExactlyAsItWas() {
    FileRecord live = put(files, "travels", "100", 5);

    FileRecord moving = change(files, live, one -> moving(one, "101", 3));
    assertThat(await(files.find("travels"))).contains(moving);
    FileRecord moved = change(files, moving, FileRecord::moved);
    assertThat(await(files.find("travels"))).contains(moved);
    assertThat(moved.home()).isEqualTo(moving.move().orElseThrow().target());
    assertThat(moved.previous()).contains(live.home());
    FileRecord tidied = change(files, moved, FileRecord::tidied);
    assertThat(await(files.find("travels"))).contains(tidied);
    assertThat(tidied.settled()).isTrue();
    assertThat(await(files.list(ListingQuery.all(10))).files()).containsExactly(tidied);
  }

  @Test
  void aMoveIsCancelledAndAFileInMidMoveIsDeletedWithAllItsCopies() {
    FileRecord moving = change(files, put(files, "a", "100", 5), one -> moving(one, "101", 3));

    FileRecord cancelled = change(files, moving, one -> one.moveCancelled(OWNER, LATER));
    assertThat(await(files.find("a"))).contains(cancelled);
    assertThat(await(files.replace(moving, moving.moved()))).isFalse();
    FileRecord deleting = change(files, cancelled, one -> one.deleting(OWNER, NOW));
    assertThat(await(files.find("a"))).contains(deleting);
    assertThat(deleting.places()).hasSize(2);
    assertThat(await(files.remove(deleting))).isTrue();
    assertThat(await(files.unsettled(LATER.plusSeconds(1), 10))).isEmpty();
  }

  @Test
  void ofADeleteAndTheEndOfAMoveExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      FileRecord moving =
          change(files, put(files, "r" + round, "100", 5), one -> moving(one, "101", 3));
      FileRecord moved = moving.moved();
      FileRecord deleting = moving.deleting(new UUID(1, 1), NOW);

      List<Boolean> won = race(racer -> files.replace(moving, racer % 2 == 0 ? moved : deleting));

      assertThat(won.stream().filter(one -> one)).hasSize(1);
      assertThat(await(files.find("r" + round)))
          .contains(won.indexOf(true) % 2 == 0 ? moved : deleting);
    }
  }

  @Test
  void filesAndBytesOfEachNodeFollowTheHomeOfAFile() {
    FileRecord live = put(files, "a", "100", 10);
    put(files, "b", "100", 1);

    FileRecord moving = change(files, live, one -> moving(one, "101", 3));
    assertThat(await(files.usage())).isEqualTo(Map.of("100", new NodeUsage(2, 11)));
    FileRecord moved = change(files, moving, FileRecord::moved);
    Map<String, NodeUsage> after = Map.of("100", new NodeUsage(1, 1), "101", new NodeUsage(1, 10));
    assertThat(await(files.usage())).isEqualTo(after);
    assertThat(names(files.onNode("100", Optional.empty(), 10))).containsExactly("b");
    assertThat(names(files.onNode("101", Optional.empty(), 10))).containsExactly("a");
    FileRecord tidied = change(files, moved, FileRecord::tidied);
    FileRecord unwell = change(files, tidied, one -> one.withHealth(Health.DAMAGED));
    assertThat(await(files.usage())).as("a damaged file counts").isEqualTo(after);
    delete(files, unwell);
    assertThat(await(files.usage())).isEqualTo(Map.of("100", new NodeUsage(1, 1)));
  }

  @Test
  void aMissingFileIsNotOnItsNodeAndComesBackWithItsBytes() {
    FileRecord live = put(files, "a", "100", 10);
    FileRecord missing = change(files, live, one -> one.withHealth(Health.MISSING));
    assertThat(await(files.usage())).isEmpty();
    assertThat(names(files.onNode("100", Optional.empty(), 10))).isEmpty();
    assertThat(await(files.anyOn("100"))).isFalse();

    FileRecord found = change(files, missing, one -> one.withHealth(Health.INTACT));
    assertThat(await(files.usage())).isEqualTo(Map.of("100", new NodeUsage(1, 10)));
    FileRecord lost = change(files, found, one -> one.withHealth(Health.MISSING));
    FileRecord restoring = change(files, lost, one -> moving(one, "101", Move.RESTORE));
    assertThat(await(files.anyOn("101"))).isTrue();
    change(files, restoring, FileRecord::moved);
    assertThat(await(files.usage())).isEqualTo(Map.of("101", new NodeUsage(1, 10)));
    assertThat(names(files.onNode("101", Optional.empty(), 10))).containsExactly("a");
  }

  private static List<String> names(java.util.concurrent.CompletionStage<RecordPage> page) {
    return await(page).records().stream().map(FileRecord::name).toList();
  }

  @Test
  void aFileThatMovesOrHasAPreviousCopyIsUnsettledUntilItIsTidied() {
    FileRecord live = put(files, "a", "100", 10);
    assertThat(await(files.unsettled(LATER, 10))).isEmpty();

    FileRecord moving = change(files, live, one -> moving(one, "101", 3));
    assertThat(await(files.unsettled(LATER, 10))).containsExactly(moving);
    assertThat(await(files.unsettled(LEASE, 10))).as("its lease goes on").isEmpty();
    FileRecord renewed = change(files, moving, one -> one.renewed(OWNER, NOW));
    FileRecord moved = change(files, renewed, FileRecord::moved);
    assertThat(await(files.unsettled(LEASE, 10))).containsExactly(moved);
    FileRecord tidied = change(files, moved, FileRecord::tidied);
    assertThat(await(files.unsettled(LATER, 10))).isEmpty();

    FileRecord again = change(files, tidied, one -> moving(one, "100", 4));
    FileRecord cancelled = change(files, again, one -> one.moveCancelled(OWNER, LEASE));
    assertThat(await(files.unsettled(LATER, 10))).containsExactly(cancelled);
    change(files, cancelled, FileRecord::tidied);
    assertThat(await(files.unsettled(LATER, 10))).isEmpty();
  }

  @Test
  void unwellFilesAreFoundByNodeAndHealthInOrderAndInPages() {
    List<FileRecord> damaged = new ArrayList<>();
    for (String name : List.of("a", "b", "é", "\uffee", "😀")) {
      FileRecord live = put(files, name, "100", 1);
      damaged.add(change(files, live, one -> one.withHealth(Health.DAMAGED)));
    }
    put(files, "well", "100", 1);
    FileRecord missing =
        change(files, put(files, "c", "100", 1), one -> one.withHealth(Health.MISSING));
    change(files, put(files, "d", "101", 1), one -> one.withHealth(Health.DAMAGED));

    RecordPage first = await(files.unwell("100", Health.DAMAGED, Optional.empty(), 2));
    assertThat(first.records()).containsExactlyElementsOf(damaged.subList(0, 2));
    assertThat(first.next()).contains("b");
    RecordPage rest = await(files.unwell("100", Health.DAMAGED, first.next(), 3));
    assertThat(rest.records()).containsExactlyElementsOf(damaged.subList(2, 5));
    assertThat(rest.next()).isEmpty();
    assertThat(await(files.unwell("100", Health.MISSING, Optional.empty(), 9)).records())
        .containsExactly(missing);
    assertThat(await(files.find("c"))).contains(missing);
    assertThatThrownBy(() -> files.unwell("100", Health.INTACT, Optional.empty(), 9))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileIsNotUnwellAnyMoreWhenItIsRestoredDeletedOrFoundWell() {
    List<FileRecord> unwell = new ArrayList<>();
    for (String name : List.of("restored", "deleted", "recovered")) {
      FileRecord live = put(files, name, "100", 1);
      unwell.add(change(files, live, one -> one.withHealth(Health.MISSING)));
    }

    FileRecord moving = change(files, unwell.get(0), one -> moving(one, "101", Move.RESTORE));
    assertThat(await(files.unwell("100", Health.MISSING, Optional.empty(), 9)).records())
        .hasSize(3)
        .contains(moving);
    change(files, moving, FileRecord::moved);
    change(files, unwell.get(1), one -> one.deleting(OWNER, NOW));
    change(files, unwell.get(2), one -> one.withHealth(Health.INTACT));

    for (String node : List.of("100", "101")) {
      assertThat(await(files.unwell(node, Health.MISSING, Optional.empty(), 9)).records())
          .isEmpty();
    }
  }

  @Test
  void aNodeIsNamedByEveryCopyThatARecordKnows() {
    assertThat(named("100", "101", "102")).isEmpty();
    FileRecord pending = pending("upload", "100");
    await(files.create(pending));
    assertThat(named("100", "101", "102")).containsExactly("100");
    FileRecord abandoned = change(files, pending, one -> one.abandoned(OWNER, NOW));
    assertThat(named("100", "101", "102")).containsExactly("100");
    await(files.remove(abandoned));
    assertThat(named("100", "101", "102")).isEmpty();

    FileRecord moving = change(files, put(files, "a", "100", 1), one -> moving(one, "101", 3));
    assertThat(named("100", "101", "102")).containsExactly("100", "101");
    FileRecord moved = change(files, moving, FileRecord::moved);
    assertThat(named("100", "101", "102")).containsExactly("100", "101");
    FileRecord tidied = change(files, moved, FileRecord::tidied);
    assertThat(named("100", "101", "102")).containsExactly("101");
    FileRecord again = change(files, tidied, one -> moving(one, "102", 3));
    FileRecord deleting = change(files, again, one -> one.deleting(OWNER, NOW));
    assertThat(named("100", "101", "102")).containsExactly("101", "102");
    await(files.remove(deleting));
    assertThat(named("100", "101", "102")).isEmpty();
  }

  private List<String> named(String... ids) {
    return List.of(ids).stream().filter(id -> await(files.anyOn(id))).toList();
  }

  @Test
  void anAdoptedCopyBecomesALiveRecordWithTheIdsThatItHas() {
    Copy copy = copy("was/here", 7);
    FileRecord adopted = FileRecord.adopted("100", copy, Health.DAMAGED, OWNER);

    assertThat(await(files.create(adopted))).isEmpty();

    assertThat(await(files.find("was/here"))).contains(adopted);
    assertThat(adopted.fileId()).isEqualTo(copy.fileId());
    assertThat(adopted.home()).isEqualTo(new CopyPlace("100", copy.copyId()));
    assertThat(await(files.usage())).isEqualTo(Map.of("100", new NodeUsage(1, copy.size())));
    assertThat(await(files.unwell("100", Health.DAMAGED, Optional.empty(), 9)).records())
        .containsExactly(adopted);
    assertThat(await(files.unsettled(LATER, 9))).isEmpty();
    FileRecord other = FileRecord.adopted("101", copy("was/here", 8), Health.INTACT, OWNER);
    assertThat(await(files.create(other))).contains(adopted);
    FileRecord moving = moving(adopted, "102", 1);
    assertThatThrownBy(() -> await(files.create(moving)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of64AdoptersOfOneNameExactlyOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      String name = "claimed-" + round;
      List<FileRecord> bids = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        bids.add(FileRecord.adopted("n" + i, copy(name, i), Health.INTACT, OWNER));
      }

      List<Optional<FileRecord>> answers = race(i -> files.create(bids.get(i)));

      assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
      FileRecord winner = await(files.find(name)).orElseThrow();
      assertThat(answers.indexOf(Optional.empty())).isEqualTo(bids.indexOf(winner));
    }
    assertThat(await(files.usage()).values().stream().mapToLong(NodeUsage::files).sum())
        .isEqualTo(5);
  }

  @Test
  void manyNamesAreFoundAtOnceAndThoseWithoutARecordAreLeftOut() {
    FileRecord live = put(files, "é", "100", 1);
    FileRecord pending = pending("pending", "100");
    await(files.create(pending));
    List<String> names = new ArrayList<>(List.of("é", "é", "e", "pending"));
    for (int i = 0; i < 2500; i++) {
      names.add("nobody-" + i);
    }
    for (int i = 0; i < 3; i++) {
      names.add(1000 * i, put(files, "spread-" + i, "100", content(1).size()).name());
    }

    Map<String, FileRecord> found = await(files.findAll(names));

    assertThat(found.keySet())
        .containsExactlyInAnyOrder("é", "pending", "spread-0", "spread-1", "spread-2");
    assertThat(found).containsEntry("é", live).containsEntry("pending", pending);
    assertThat(await(files.findAll(List.of()))).isEmpty();
    assertThatThrownBy(() -> await(files.findAll(List.of("\ud800"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.content;
import static io.github.dfserver.manager.catalog.Records.pending;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every adapter promises under races and with many names. */
public abstract class CatalogRaceContract extends RacingContract {

  /** Puts LIVE records into the catalogue: one by one unless an adapter knows a shorter way. */
  protected void fill(List<FileRecord> records) {
    List<CompletionStage<?>> underWay = new ArrayList<>();
    for (FileRecord live : records) {
      FileRecord pending = pending(live.name(), live.node());
      FileContent content = live.content().orElseThrow();
      underWay.add(
          files
              .create(pending)
              .thenCompose(taken -> files.replace(pending, pending.live(content))));
      if (underWay.size() == 500) {
        underWay.forEach(Records::await);
        underWay.clear();
      }
    }
    underWay.forEach(Records::await);
  }

  @Test
  void of64ConcurrentCreatorsOfOneNameExactlyOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      String name = "race-" + round;
      List<FileRecord> bids = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        bids.add(pending(name, Integer.toString(i)));
      }

      List<Optional<FileRecord>> answers = race(i -> files.create(bids.get(i)));

      assertThat(answers.stream().filter(Optional::isEmpty)).hasSize(1);
      FileRecord winner = await(files.find(name)).orElseThrow();
      for (int i = 0; i < RACERS; i++) {
        assertThat(answers.get(i).orElse(bids.get(i))).isEqualTo(winner);
      }
    }
  }

  @Test
  void of64ConcurrentChangesOfOneRevisionExactlyOneWins() throws Exception {
    FileRecord live = put(files, "contested", "100", 1);

    List<Boolean> answers =
        race(i -> files.replace(live, live.deleting(new UUID(0, i), NOW.plusSeconds(i))));

    assertThat(answers.stream().filter(won -> won)).hasSize(1);
    int winner = answers.indexOf(true);
    assertThat(await(files.find("contested")).orElseThrow().owner()).isEqualTo(new UUID(0, winner));
  }

  @Test
  void concurrentUploadsAndDeletesLeaveCountsThatAgreeWithTheFiles() throws Exception {
    race(
        racer -> {
          Random random = new Random(racer);
          CompletionStage<Boolean> last = null;
          for (int i = 0; i < 12; i++) {
            FileRecord live =
                put(files, racer + "/" + i, "n" + random.nextInt(3), random.nextInt(1000));
            if (random.nextBoolean()) {
              FileRecord deleting = live.deleting(live.owner(), NOW);
              assertThat(await(files.replace(live, deleting))).isTrue();
              last = files.remove(deleting);
            }
          }
          return last == null ? files.remove(pending("none", "n")) : last;
        });

    Map<String, NodeUsage> counted = new TreeMap<>();
    for (FileRecord record : await(files.list(ListingQuery.all(1000))).files()) {
      NodeUsage before = counted.getOrDefault(record.node(), NodeUsage.NONE);
      counted.put(record.node(), before.plus(record.content().orElseThrow().size()));
    }
    assertThat(await(files.usage())).isEqualTo(counted);
    for (Map.Entry<String, NodeUsage> node : counted.entrySet()) {
      assertThat(await(files.onNode(node.getKey(), Optional.empty(), 1000)).records())
          .hasSize((int) node.getValue().files());
    }
  }

  @Test
  void pagesOver100000NamesAreCompleteAndInOrder() {
    int count = 100_000;
    List<FileRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(pending(nameOf(i), Integer.toString(i % 3)).live(content(i % 10)));
    }
    fill(records);

    List<String> seen = new ArrayList<>();
    ListingQuery query = ListingQuery.all(1000);
    Listing page = await(files.list(query));
    while (true) {
      page.files().forEach(record -> seen.add(record.name()));
      if (page.next().isEmpty()) {
        break;
      }
      page = await(files.list(query.after(page.next().get())));
    }
    assertThat(seen).hasSize(count).isSorted().doesNotHaveDuplicates();
    assertThat(await(files.list(new ListingQuery("", "", "/", "", 1000))).folders()).hasSize(10);
    assertThat(await(files.list(new ListingQuery("", "00042.", "", "", 1000))).files())
        .extracting(FileRecord::name)
        .containsExactly(nameOf(42));
    assertThat(await(files.usage()).values().stream().mapToLong(NodeUsage::files).sum())
        .isEqualTo(count);
  }

  private static String nameOf(int i) {
    return "dir%d/file-%05d.bin".formatted(i % 10, i);
  }
}

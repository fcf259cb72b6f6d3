package io.github.dfserver.manager.catalog;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.content;
import static io.github.dfserver.manager.catalog.Records.delete;
import static io.github.dfserver.manager.catalog.Records.pending;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter promises about changes of single records. */
public abstract class FileCatalogContract extends CatalogContract {

  @Test
  void anUnknownNameIsNotFound() {
    assertThat(await(files.find("nobody"))).isEmpty();
  }

  @Test
  void aCreatedRecordIsFoundExactlyAsItWas() {
    FileRecord streamed = pending("a/b.txt", "100");
    FileRecord whole = FileRecord.pending("c", "", Optional.of(content(3)), "101", NOW, OWNER, NOW);

    assertThat(await(files.create(streamed))).isEmpty();
    assertThat(await(files.create(whole))).isEmpty();

    assertThat(await(files.find("a/b.txt"))).contains(streamed);
    assertThat(await(files.find("c"))).contains(whole);
  }

  @Test
  void aNameInUseIsNotTakenAgainAndItsRecordIsTold() {
    FileRecord first = put(files, "taken", "100", 5);

    assertThat(await(files.create(pending("taken", "101")))).contains(first);
    assertThat(await(files.find("taken"))).contains(first);
  }

  @Test
  void anUploadGoesFromPendingToLiveToDeletingToNothing() {
    FileRecord pending = pending("life", "100");
    FileRecord renewed = pending.renewed(OWNER, NOW.plusSeconds(90));
    FileRecord live = renewed.live(content(12));
    FileRecord deleting = live.deleting(new UUID(1, 2), NOW.plusSeconds(5));
    FileRecord takenOver = deleting.renewed(new UUID(3, 4), NOW.plusSeconds(50));
    await(files.create(pending));

    for (List<FileRecord> step :
        List.of(
            List.of(pending, renewed),
            List.of(renewed, live),
            List.of(live, deleting),
            List.of(deleting, takenOver))) {
      assertThat(await(files.replace(step.get(0), step.get(1)))).isTrue();
      assertThat(await(files.find("life"))).contains(step.get(1));
    }
    assertThat(await(files.remove(takenOver))).isTrue();
    assertThat(await(files.find("life"))).isEmpty();
    assertThat(await(files.create(pending("life", "101")))).isEmpty();
  }

  @Test
  void anAbandonedUploadKeepsItsNameUntilItIsRemoved() {
    FileRecord pending = pending("lost", "100");
    FileRecord abandoned = pending.abandoned(OWNER, NOW);
    await(files.create(pending));

    assertThat(await(files.replace(pending, abandoned))).isTrue();
    assertThat(await(files.create(pending("lost", "100")))).contains(abandoned);
    assertThat(await(files.remove(abandoned))).isTrue();
    assertThat(await(files.create(pending("lost", "100")))).isEmpty();
  }

  @Test
  void aStaleRevisionChangesNothing() {
    FileRecord pending = pending("stale", "100");
    FileRecord live = pending.live(content(1));
    FileRecord deleting = live.deleting(OWNER, NOW);
    await(files.create(pending));
    await(files.replace(pending, live));

    assertThat(await(files.replace(pending, pending.live(content(2))))).isFalse();
    assertThat(await(files.replace(pending, pending.abandoned(OWNER, NOW)))).isFalse();
    assertThat(await(files.remove(pending))).isFalse();
    assertThat(await(files.find("stale"))).contains(live);

    await(files.replace(live, deleting));
    assertThat(await(files.replace(live, live.deleting(new UUID(1, 1), NOW)))).isFalse();
    assertThat(await(files.find("stale"))).contains(deleting);
  }

  @Test
  void aLaterFileOfTheSameNameIsNotTouchedByAChangeMeantForAnEarlierOne() {
    FileRecord earlier = pending("again", "100");
    await(files.create(earlier));
    await(files.remove(earlier));
    FileRecord later = pending("again", "100");
    await(files.create(later));

    assertThat(await(files.replace(earlier, earlier.live(content(1))))).isFalse();
    assertThat(await(files.remove(earlier))).isFalse();
    assertThat(await(files.find("again"))).contains(later);
  }

  @Test
  void aRecordThatIsGoneIsNeitherReplacedNorRemoved() {
    FileRecord never = pending("never", "100");

    assertThat(await(files.replace(never, never.live(content(1))))).isFalse();
    assertThat(await(files.remove(never))).isFalse();
    assertThat(await(files.find("never"))).isEmpty();
  }

  @Test
  void whatIsNoTransitionIsRefused() {
    FileRecord pending = pending("rules", "100");
    FileRecord live = pending.live(content(1));
    await(files.create(pending));
    await(files.replace(pending, live));

    assertThatThrownBy(() -> await(files.replace(live, pending)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> await(files.remove(live)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> await(files.create(live)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> await(files.find("\ud800")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(await(files.find("rules"))).contains(live);
  }

  @Test
  void namesThatDifferInCaseOrNormalFormAreDifferentFiles() {
    List<String> names =
        List.of("Straße", "strasse", "STRASSE", "é", "e\u0301", "😀", "\uffee", "a?b", "ab ", "ab");
    for (String name : names) {
      put(files, name, "100", name.length());
    }
    for (String name : names) {
      assertThat(await(files.find(name)).orElseThrow().name()).isEqualTo(name);
    }
  }

  @Test
  void theLongestNameAndContentTypeAreKept() {
    String name = "ü".repeat(512);
    FileRecord record =
        FileRecord.pending(name, "x".repeat(255), Optional.empty(), "n", NOW, OWNER, NOW);
    await(files.create(record));

    assertThat(await(files.find(name))).contains(record);
  }

  @Test
  void filesAndBytesOfEachNodeFollowEveryAnsweredChange() {
    assertThat(await(files.usage())).isEmpty();
    FileRecord a = put(files, "a", "100", 10);
    put(files, "b", "100", 0);
    put(files, "c", "101", 1L << 40);
    FileRecord pending = pending("d", "101");
    await(files.create(pending));

    assertThat(await(files.usage()))
        .isEqualTo(Map.of("100", new NodeUsage(2, 10), "101", new NodeUsage(1, 1L << 40)));

    FileRecord deleting = a.deleting(OWNER, NOW);
    await(files.replace(a, deleting));
    assertThat(await(files.usage()).get("100")).isEqualTo(new NodeUsage(1, 0));
    await(files.remove(deleting));
    await(files.replace(pending, pending.live(content(5))));
    assertThat(await(files.usage()))
        .isEqualTo(Map.of("100", new NodeUsage(1, 0), "101", new NodeUsage(2, (1L << 40) + 5)));
  }

  @Test
  void aNodeWithoutFilesIsNotInTheUsage() {
    delete(files, put(files, "only", "100", 10));

    assertThat(await(files.usage())).isEmpty();
  }

  @Test
  void aFileThatARebuildGaveItsNameCanLoseItAgainUnlikeAnyOther() {
    FileRecord adopted =
        FileRecord.adopted("100", Records.copy("a", 3), Health.INTACT, Records.OWNER);
    assertThat(await(files.create(adopted))).isEmpty();
    FileRecord damaged = adopted.withHealth(Health.DAMAGED);
    assertThat(await(files.replace(adopted, damaged))).isTrue();
    assertThat(await(files.remove(adopted))).isFalse();
    assertThat(await(files.remove(damaged))).isTrue();
    assertThat(await(files.find("a"))).isEmpty();
    assertThat(await(files.usage())).isEmpty();
    FileRecord uploaded = Records.put(files, "b", "100", 1);
    assertThatThrownBy(() -> files.remove(uploaded)).isInstanceOf(IllegalArgumentException.class);
    assertThat(await(files.create(adopted))).isEmpty();
    FileRecord moving =
        adopted.moving(new Move(CopyPlace.on("200"), 1, false), Records.OWNER, NOW.plusSeconds(60));
    assertThatThrownBy(() -> files.remove(moving)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unsettledRecordsAreThoseWhoseLeaseEndedTheLongestEndedFirst() {
    put(files, "live", "100", 1);
    FileRecord late = pending("a-late", "100", NOW.plusSeconds(2));
    FileRecord early = pending("b-early", "100", NOW.plusSeconds(1));
    FileRecord fresh = pending("c-fresh", "100", NOW.plusSeconds(3));
    for (FileRecord record : List.of(late, early, fresh)) {
      await(files.create(record));
    }
    FileRecord gone = put(files, "gone", "100", 1);
    FileRecord deleting = gone.deleting(OWNER, NOW);
    await(files.replace(gone, deleting));

    assertThat(await(files.unsettled(NOW.plusSeconds(3), 10)))
        .containsExactly(deleting, early, late);
    assertThat(await(files.unsettled(NOW.plusSeconds(3), 2))).containsExactly(deleting, early);
    assertThat(await(files.unsettled(NOW, 10))).isEmpty();

    await(files.replace(early, early.abandoned(OWNER, NOW.plusSeconds(100))));
    await(files.replace(late, late.live(content(1))));
    await(files.remove(deleting));
    assertThat(await(files.unsettled(NOW.plusSeconds(3), 10))).isEmpty();
  }
}

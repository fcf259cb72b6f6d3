package io.github.dfserver.manager.reconcile;

import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.catalog.Records;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.manager.node.MemoryNode;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.FindCopies;
import io.github.dfserver.protocol.ListCopies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pass over a node does, whichever catalogue it is compared with. */
public abstract class ReconcileContract {
  private static final String NODE = "100";

  private final MemoryNode node = new MemoryNode(NODE);
  private RebuildState rebuild = RebuildState.NONE;
  private Catalog catalog;

  /** An empty catalogue; the contract closes it. */
  protected abstract Catalog openEmpty() throws Exception;

  @BeforeEach
  final void open() throws Exception {
    catalog = openEmpty();
  }

  @AfterEach
  final void close() {
    catalog.close();
  }

  private void pass() {
    new InventoryPass(catalog, node.inventory(), () -> rebuild).run(() -> {});
    new RecordPass(catalog, node.inventory()).run(() -> {});
  }

  /** A file whose home is the node, and is there. */
  private FileRecord stored(String name) {
    FileRecord file = Records.put(catalog.files(), name, NODE, 7);
    node.hold(copyOf(file));
    return file;
  }

  private static Copy copyOf(FileRecord file) {
    return copyOf(file, file.copyId(), file.moveSequence());
  }

  private static Copy copyOf(FileRecord file, UUID copyId, long moveSequence) {
    FileContent content = file.content().orElseThrow();
    return new Copy(
        file.fileId(),
        copyId,
        file.name(),
        file.contentType(),
        content.size(),
        content.sha256(),
        file.createdAt(),
        moveSequence);
  }

  private Health health(String name) {
    return await(catalog.files().find(name)).orElseThrow().health();
  }

  private List<Stray> strays() {
    return await(catalog.strays().onNode(NODE, Optional.empty(), 100));
  }

  private void change(FileRecord from, FileRecord to) {
    assertThat(await(catalog.files().replace(from, to))).isTrue();
  }

  @Test
  void whatIsAsTheCatalogueSaysIsLeftAlone() {
    for (int i = 0; i < 7; i++) {
      stored("a" + i);
    }
    pass();
    assertThat(strays()).isEmpty();
    assertThat(node.removed()).isEmpty();
    assertThat(health("a3")).isEqualTo(Health.INTACT);
  }

  @Test
  void aCopyThatNoRecordExplainsIsKeptAndListedUntilItIsGone() {
    stored("known");
    Copy stray = node.hold(Records.copy("stray", 0));
    pass();
    assertThat(strays()).extracting(Stray::copy).containsExactly(stray);
    assertThat(strays()).extracting(Stray::reason).containsExactly(Stray.Reason.UNKNOWN);
    assertThat(node.removed()).isEmpty();
    node.lose(stray.copyId());
    pass();
    assertThat(strays()).isEmpty();
  }

  @Test
  void anotherFileUnderTheSameNameIsAStrayToo() {
    stored("name");
    Copy other = node.hold(Records.copy("name", 5));
    pass();
    assertThat(strays()).extracting(Stray::copy).containsExactly(other);
    assertThat(node.removed()).isEmpty();
  }

  @Test
  void aConflictStaysOne() {
    Copy copy = node.hold(Records.copy("name", 0));
    await(
        catalog
            .strays()
            .put(new Stray(NODE, copy, Stray.Reason.CONFLICT, Instant.now().minusSeconds(5))));
    pass();
    assertThat(strays()).extracting(Stray::reason).containsExactly(Stray.Reason.CONFLICT);
  }

  @Test
  void copiesOfUploadsMovesAndDeletesUnderWayAreExplained() {
    FileRecord pending = Records.pending("upload", NODE);
    assertThat(await(catalog.files().create(pending))).isEmpty();
    node.hold(copyOf(pending.live(Records.content(7))));
    FileRecord there = Records.put(catalog.files(), "coming", "200", 7);
    FileRecord moving =
        there.moving(new Move(CopyPlace.on(NODE), 1, false), Records.OWNER, Records.NOW);
    change(there, moving);
    node.hold(copyOf(there, moving.move().orElseThrow().target().copyId(), 1));
    FileRecord gone = stored("leaving");
    FileRecord leaving =
        gone.moving(new Move(CopyPlace.on("200"), 1, false), Records.OWNER, Records.NOW);
    change(gone, leaving);
    change(leaving, leaving.moved());
    FileRecord deleted = stored("deleting");
    change(deleted, deleted.deleting(Records.OWNER, Records.NOW));
    pass();
    assertThat(strays()).isEmpty();
    assertThat(node.removed()).isEmpty();
  }

  @Test
  void anUploadThatIsUndoneWhileItsPageIsReadIsNoStray() {
    Copy copy = node.hold(Records.copy("undone", 0));
    node.before(
        command -> {
          if (command instanceof FindCopies) {
            node.lose(copy.copyId());
          }
        });
    pass();
    assertThat(strays()).isEmpty();
  }

  @Test
  void aCopyIsRemovedWhenItsFileHasMovedOn() {
    FileRecord file = Records.put(catalog.files(), "moved", "200", 7);
    FileRecord moving =
        file.moving(new Move(CopyPlace.on("300"), 1, false), Records.OWNER, Records.NOW);
    change(file, moving);
    change(moving, moving.moved());
    Copy old = node.hold(copyOf(file, UUID.randomUUID(), 0));
    pass();
    assertThat(node.removed()).containsExactly(old.copyId());
    assertThat(strays()).isEmpty();
  }

  @Test
  void anOlderCopyIsKeptWhileItMayBeWhatIsLeftOfTheFile() {
    FileRecord file = Records.put(catalog.files(), "moved", "200", 7);
    FileRecord moving =
        file.moving(new Move(CopyPlace.on("300"), 1, false), Records.OWNER, Records.NOW);
    change(file, moving);
    FileRecord moved = moving.moved();
    change(moving, moved);
    FileRecord tidy = moved.tidied();
    change(moved, tidy);
    FileRecord missing = tidy.withHealth(Health.MISSING);
    change(tidy, missing);
    Copy old = node.hold(copyOf(file, UUID.randomUUID(), 0));
    pass();
    assertThat(strays()).extracting(Stray::copy).containsExactly(old);
    change(missing, missing.withHealth(Health.INTACT));
    rebuild = RebuildState.begun(Records.NOW);
    pass();
    assertThat(node.removed()).isEmpty();
  }

  @Test
  void whatTombstonesSayIsNoStrayAndCopiesOfDeletedFilesAreRemoved() {
    Copy first = node.hold(Records.copy("first", 0));
    Copy second = node.hold(Records.copy("second", 3));
    Copy later = node.hold(Records.copy("later", 4));
    CopyPlace place = new CopyPlace(NODE, first.copyId());
    await(catalog.tombstones().add(new Tombstone(place, first.fileId(), Records.NOW)));
    await(catalog.tombstones().fileDeleted(second.fileId(), 3));
    await(catalog.tombstones().fileDeleted(later.fileId(), 3));
    pass();
    assertThat(node.removed()).containsExactly(second.copyId());
    assertThat(await(catalog.tombstones().find(place))).isPresent();
    assertThat(strays()).extracting(Stray::copy).containsExactly(later);
  }

  @Test
  void aFileWhoseCopyIsGoneIsMissingAndWellAgainWhenItIsBack() {
    FileRecord file = stored("a");
    stored("b");
    stored("c");
    node.lose(file.copyId());
    pass();
    assertThat(health("a")).isEqualTo(Health.MISSING);
    assertThat(health("b")).isEqualTo(Health.INTACT);
    node.hold(copyOf(file));
    pass();
    assertThat(health("a")).isEqualTo(Health.INTACT);
  }

  @Test
  void damageIsNotedAndSoIsItsEnd() {
    FileRecord file = stored("a");
    node.find(file.copyId(), CopyHealth.DAMAGED);
    pass();
    assertThat(health("a")).isEqualTo(Health.DAMAGED);
    node.find(file.copyId(), CopyHealth.INTACT);
    pass();
    assertThat(health("a")).isEqualTo(Health.INTACT);
  }

  @Test
  void aCopyWithAnotherChecksumThanItsRecordIsDamagedAndKept() {
    FileRecord file = Records.put(catalog.files(), "a", NODE, 7);
    FileRecord other = Records.put(catalog.files(), "b", NODE, 8);
    Copy right = copyOf(file);
    node.hold(
        new Copy(
            right.fileId(),
            right.copyId(),
            right.name(),
            right.contentType(),
            8,
            other.content().orElseThrow().sha256(),
            right.createdAt(),
            0));
    node.hold(copyOf(other));
    pass();
    assertThat(health("a")).isEqualTo(Health.DAMAGED);
    pass();
    assertThat(health("a")).isEqualTo(Health.DAMAGED);
    assertThat(health("b")).isEqualTo(Health.INTACT);
    assertThat(node.removed()).isEmpty();
  }

  @Test
  void aFileThatMovesAwayWhileItIsLookedForIsNotMissing() {
    FileRecord file = Records.put(catalog.files(), "a", NODE, 7);
    int[] asked = new int[1];
    node.before(
        command -> {
          // The second time is the second look, after its record was read.
          if (command instanceof FindCopies && ++asked[0] == 2) {
            FileRecord moving =
                file.moving(new Move(CopyPlace.on("200"), 1, false), Records.OWNER, Records.NOW);
            change(file, moving);
            change(moving, moving.moved());
          }
        });
    pass();
    assertThat(asked[0]).isEqualTo(2);
    assertThat(health("a")).isEqualTo(Health.INTACT);
  }

  @Test
  void aNodeThatGoesAwayInMidPassLosesNothingByIt() {
    for (int i = 0; i < 5; i++) {
      stored("a" + i);
    }
    Copy stray = node.hold(Records.copy("stray", 0));
    pass();
    node.before(
        command -> {
          if (command instanceof ListCopies list && list.after() > 0) {
            node.setClosed(true);
          }
        });
    assertThatThrownBy(this::pass).isInstanceOf(RuntimeException.class);
    assertThat(strays()).extracting(Stray::copy).containsExactly(stray);
    assertThat(health("a4")).isEqualTo(Health.INTACT);
  }

  @Test
  void aPassOverAnEmptyCatalogueRemovesNothing() {
    for (int i = 0; i < 5; i++) {
      node.hold(Records.copy("a" + i, i));
    }
    pass();
    assertThat(node.removed()).isEmpty();
    assertThat(node.held()).hasSize(5);
    assertThat(strays()).hasSize(5);
  }
}

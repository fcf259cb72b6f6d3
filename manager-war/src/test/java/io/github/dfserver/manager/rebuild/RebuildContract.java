package io.github.dfserver.manager.rebuild;

import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.RebuildState;
import io.github.dfserver.manager.catalog.RebuildState.Phase;
import io.github.dfserver.manager.catalog.Records;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.node.MemoryNode;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.ListCopies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rebuild makes of what nodes hold, in whichever catalogue. */
public abstract class RebuildContract {
  private static final Set<String> NODES = Set.of("100", "200", "300");

  private final Map<String, MemoryNode> nodes = new HashMap<>();
  private final MemoryNode first = node("100");
  private final MemoryNode second = node("200");
  private final MemoryNode third = node("300");
  private Catalog catalog;

  /** An empty catalogue; the contract closes it. */
  protected abstract Catalog openEmpty() throws Exception;

  private MemoryNode node(String id) {
    MemoryNode node = new MemoryNode(id);
    nodes.put(id, node);
    return node;
  }

  @BeforeEach
  final void open() throws Exception {
    catalog = openEmpty();
  }

  @AfterEach
  final void close() {
    catalog.close();
  }

  private CompletionStage<ClusterState> update(UnaryOperator<ClusterState> change) {
    ClusterState state = await(catalog.cluster().read());
    ClusterState next = change.apply(state);
    if (!next.equals(state)) {
      assertThat(await(catalog.cluster().replace(state, next))).isTrue();
    }
    return CompletableFuture.completedStage(next);
  }

  private void begin() {
    await(update(state -> state.withRebuild(RebuildState.begun(Records.NOW))));
  }

  /** As far as it goes. */
  private RebuildState run(String... expected) {
    new RebuildRun(
            catalog,
            this::update,
            id ->
                Optional.of(nodes.get(id))
                    .filter(node -> !node.closed())
                    .map(MemoryNode::inventory),
            () -> {})
        .run(NODES, Set.of(expected));
    return await(catalog.cluster().read()).rebuild();
  }

  private Optional<FileRecord> file(String name) {
    return await(catalog.files().find(name));
  }

  private List<Copy> conflicts() {
    return await(catalog.strays().conflicts(Optional.empty())).stream().map(Stray::copy).toList();
  }

  /** Another copy of the same file. */
  private static Copy later(Copy copy, long moveSequence) {
    return new Copy(
        copy.fileId(),
        UUID.randomUUID(),
        copy.name(),
        copy.contentType(),
        copy.size(),
        copy.sha256(),
        copy.createdAt(),
        moveSequence);
  }

  private void assertNothingWasRemoved() {
    assertThat(nodes.values()).allSatisfy(node -> assertThat(node.removed()).isEmpty());
  }

  @Test
  void everyFileIsBackAsItWas() {
    Copy copy = first.hold(Records.copy("a/b.txt", 4));
    for (int i = 0; i < 5; i++) {
      second.hold(Records.copy("c" + i, 0));
    }
    third.hold(Records.copy("gone", 0), CopyHealth.MISSING);
    begin();
    RebuildState done = run();
    assertThat(done.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(done.adopted()).isEqualTo(7);
    assertThat(done.done()).isEqualTo(NODES);
    FileRecord back = file("a/b.txt").orElseThrow();
    assertThat(back.state()).isEqualTo(FileState.LIVE);
    assertThat(back.fileId()).isEqualTo(copy.fileId());
    assertThat(back.home()).isEqualTo(new CopyPlace("100", copy.copyId()));
    assertThat(back.content().orElseThrow().matches(copy)).isTrue();
    assertThat(back.contentType()).isEqualTo(copy.contentType());
    assertThat(back.createdAt()).isEqualTo(copy.createdAt());
    assertThat(back.moveSequence()).isEqualTo(4);
    assertThat(file("gone").orElseThrow().health()).isEqualTo(Health.MISSING);
    assertNothingWasRemoved();
  }

  @Test
  void ofTwoCopiesOfAFileTheOneThatMovedLastIsItsHome() {
    Copy old = first.hold(Records.copy("a", 1));
    Copy home = second.hold(later(old, 2));
    third.hold(later(old, 0));
    begin();
    assertThat(run().adopted()).isEqualTo(1);
    assertThat(file("a").orElseThrow().home()).isEqualTo(new CopyPlace("200", home.copyId()));
    assertThat(file("a").orElseThrow().moveSequence()).isEqualTo(2);
    assertThat(conflicts()).isEmpty();
    assertNothingWasRemoved();
  }

  @Test
  void anIntactCopyCountsForMoreThanADamagedOne() {
    Copy intact = second.hold(Records.copy("a", 1));
    third.hold(later(intact, 2), CopyHealth.DAMAGED);
    begin();
    run();
    assertThat(file("a").orElseThrow().home().copyId()).isEqualTo(intact.copyId());
  }

  @Test
  void deletedFilesStayDeleted() {
    Copy left = first.hold(Records.copy("a", 1));
    Copy wellAndLater = first.hold(Records.copy("b", 5));
    for (int i = 0; i < 5; i++) {
      third.rememberDeleted(UUID.randomUUID(), i);
    }
    third.rememberDeleted(left.fileId(), 2);
    third.rememberDeleted(wellAndLater.fileId(), 4);
    begin();
    assertThat(run().adopted()).isEqualTo(1);
    assertThat(file("a")).isEmpty();
    assertThat(file("b")).isPresent();
  }

  @Test
  void twoFilesOfOneNameAreAConflictAndNeitherGetsIt() {
    Copy one = first.hold(Records.copy("name", 0));
    Copy two = second.hold(Records.copy("name", 9));
    Copy three = third.hold(Records.copy("name", 1));
    third.hold(Records.copy("other", 0));
    begin();
    RebuildState done = run();
    assertThat(file("name")).isEmpty();
    assertThat(done.conflicts()).isEqualTo(1);
    assertThat(done.adopted()).isEqualTo(1);
    assertThat(conflicts()).containsExactlyInAnyOrder(one, two, three);
    assertThat(await(catalog.files().usage())).containsOnlyKeys("300");
    assertNothingWasRemoved();
  }

  @Test
  void twoFilesOfOneNameOnOneNodeAreAConflictToo() {
    first.hold(Records.copy("name", 0));
    first.hold(Records.copy("name", 0));
    begin();
    assertThat(run().conflicts()).isEqualTo(1);
    assertThat(file("name")).isEmpty();
    assertThat(conflicts()).hasSize(2);
  }

  @Test
  void aFileThatWasThereBeforeKeepsItsName() {
    FileRecord before = Records.put(catalog.files(), "name", "100", 3);
    FileRecord uploading = Records.pending("new", "100");
    assertThat(await(catalog.files().create(uploading))).isEmpty();
    Copy other = second.hold(Records.copy("name", 9));
    Copy another = second.hold(Records.copy("new", 9));
    begin();
    RebuildState done = run();
    assertThat(file("name")).contains(before);
    assertThat(file("new")).contains(uploading);
    assertThat(done.conflicts()).isEqualTo(2);
    assertThat(done.adopted()).isZero();
    assertThat(conflicts()).containsExactlyInAnyOrder(other, another);
  }

  @Test
  void itIsProvisionalWhileAKnownNodeIsAbsentAndGoesOnWhenThatComes() {
    first.hold(Records.copy("a", 0));
    Copy claimed = first.hold(Records.copy("b", 0));
    third.hold(Records.copy("c", 0));
    third.hold(Records.copy("b", 0));
    third.setClosed(true);
    begin();
    assertThat(run("300").phase()).isEqualTo(Phase.RUNNING);
    RebuildState provisional = run();
    assertThat(provisional.phase()).isEqualTo(Phase.PROVISIONAL);
    assertThat(provisional.absent()).containsExactly("300");
    assertThat(provisional.adopted()).isEqualTo(2);
    assertThat(file("b").orElseThrow().fileId()).isEqualTo(claimed.fileId());
    third.setClosed(false);
    RebuildState complete = run();
    assertThat(complete.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(complete.absent()).isEmpty();
    assertThat(complete.adopted()).isEqualTo(2);
    assertThat(complete.conflicts()).isEqualTo(1);
    assertThat(file("b")).isEmpty();
    assertThat(file("c")).isPresent();
  }

  @Test
  void aNodeThatComesLateAndRemembersADeletionHasTheFileDeletedAgain() {
    Copy left = first.hold(Records.copy("a", 1));
    first.hold(Records.copy("b", 0));
    third.rememberDeleted(left.fileId(), 2);
    third.setClosed(true);
    begin();
    assertThat(run().adopted()).isEqualTo(2);
    third.setClosed(false);
    RebuildState complete = run();
    assertThat(complete.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(complete.adopted()).isEqualTo(1);
    assertThat(file("a").orElseThrow().state()).isEqualTo(FileState.DELETING);
    assertThat(file("b").orElseThrow().state()).isEqualTo(FileState.LIVE);
  }

  @Test
  void aNodeThatGoesAwayInMidReadingIsReadAgain() {
    for (int i = 0; i < 5; i++) {
      first.hold(Records.copy("a" + i, 0));
    }
    first.before(
        command -> {
          if (command instanceof ListCopies list && list.after() > 0) {
            first.setClosed(true);
          }
        });
    begin();
    RebuildState provisional = run();
    assertThat(provisional.phase()).isEqualTo(Phase.PROVISIONAL);
    assertThat(provisional.absent()).containsExactly("100");
    first.before(command -> {});
    first.setClosed(false);
    RebuildState complete = run();
    assertThat(complete.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(complete.adopted()).isEqualTo(5);
  }

  @Test
  void doingItAgainChangesNothing() {
    first.hold(Records.copy("a", 0));
    first.hold(Records.copy("name", 0));
    second.hold(Records.copy("name", 0));
    begin();
    run();
    FileRecord adopted = file("a").orElseThrow();
    await(update(state -> state.withRebuild(RebuildState.begun(Records.NOW.plusSeconds(9)))));
    RebuildState again = run();
    assertThat(again.phase()).isEqualTo(Phase.COMPLETE);
    assertThat(again.adopted()).isZero();
    assertThat(file("a")).contains(adopted);
    assertThat(file("name")).isEmpty();
    assertThat(conflicts()).hasSize(2);
  }

  @Test
  void withoutARequestNothingIsAdopted() {
    first.hold(Records.copy("a", 0));
    assertThat(run()).isEqualTo(RebuildState.NONE);
    assertThat(file("a")).isEmpty();
  }
}

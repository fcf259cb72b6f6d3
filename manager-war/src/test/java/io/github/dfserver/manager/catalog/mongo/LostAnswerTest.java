package io.github.dfserver.manager.catalog.mongo;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.content;
import static io.github.dfserver.manager.catalog.Records.copy;
import static io.github.dfserver.manager.catalog.Records.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterState;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Lease;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.catalog.Tombstone;
import io.github.dfserver.protocol.Copy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that ends after the server acted must not make a change appear twice or never. */
final class LostAnswerTest {
  private final MongoServer server = new MongoServer(new MemoryBackend());
  private CuttingProxy proxy;
  private MongoCatalog catalog;
  private MongoCatalog other;
  private FileCatalog files;

  @BeforeEach
  void open() throws Exception {
    InetSocketAddress address = server.bind();
    proxy = new CuttingProxy(address.getHostString(), address.getPort());
    catalog = MongoCatalog.open(options(proxy.uri()), Runnable::run);
    other = MongoCatalog.open(options(server.getConnectionString()), Runnable::run);
    files = catalog.files();
  }

  private static MongoOptions options(String uri) {
    // The driver looks again at a server that failed only every half second.
    Duration selection = Duration.ofSeconds(5);
    return MongoOptions.of(uri).withTimeouts(selection, selection, Duration.ofSeconds(10));
  }

  @AfterEach
  void close() throws Exception {
    catalog.close();
    other.close();
    proxy.close();
    server.shutdownNow();
  }

  @Test
  void aCreationWhoseAnswerWasLostIsStillOurs() {
    FileRecord pending = pending("a", "100");
    proxy.loseAnswers("insert", 1, () -> {});

    assertThat(await(files.create(pending))).isEmpty();
    assertThat(await(files.find("a"))).contains(pending);
  }

  @Test
  void aChangeWhoseAnswerWasLostIsStillOurs() {
    FileRecord pending = pending("a", "100");
    FileRecord live = pending.live(content(3));
    FileRecord deleting = live.deleting(OWNER, NOW);
    await(files.create(pending));

    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(files.replace(pending, live))).isTrue();
    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(files.replace(live, deleting))).isTrue();
    proxy.loseAnswers("delete", 1, () -> {});
    assertThat(await(files.remove(deleting))).isTrue();
    assertThat(await(files.find("a"))).isEmpty();
  }

  @Test
  void aChangeThatAnotherManagerWonIsLostEvenWhenTheAnswerWas() {
    FileRecord pending = pending("a", "100");
    FileRecord theirs = pending.abandoned(new UUID(1, 1), NOW);
    await(files.create(pending));
    await(other.files().replace(pending, theirs));

    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(files.replace(pending, pending.live(content(1))))).isFalse();
    proxy.loseAnswers("insert", 1, () -> {});
    assertThat(await(files.create(pending("a", "101")))).contains(theirs);
    proxy.loseAnswers("delete", 1, () -> {});
    assertThat(await(files.remove(pending))).isFalse();
  }

  @Test
  void aChangeThatLaterChangesHideIsReportedAsUnknown() {
    FileRecord pending = pending("a", "100");
    FileRecord live = pending.live(content(3));
    await(files.create(pending));

    proxy.loseAnswers(
        "update", 1, () -> await(other.files().replace(live, live.deleting(OWNER, NOW))));
    assertThatThrownBy(() -> await(files.replace(pending, live)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("hide whether");
  }

  @Test
  void aServerThatNeverAnswersIsReportedAsUnknownAfterAllAttempts() {
    FileRecord pending = pending("a", "100");
    proxy.loseAnswers("insert", 3, () -> {});

    assertThatThrownBy(() -> await(files.create(pending)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("not known");
  }

  @Test
  void aNodesChangeWhoseAnswerWasLostIsStillOurs() {
    NodeRecord joined = NodeRecord.joined("100", new UUID(1, 2), 1, NOW);
    NodeRecord seen = joined.seen(2, NOW);

    proxy.loseAnswers("insert", 1, () -> {});
    assertThat(await(catalog.nodes().create(joined))).isEmpty();
    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(catalog.nodes().replace(joined, seen))).isTrue();
    proxy.loseAnswers("delete", 1, () -> {});
    assertThat(await(catalog.nodes().remove(seen))).isTrue();
  }

  @Test
  void anAdoptionWhoseAnswerWasLostIsOursOnlyIfNoOtherManagerWasFirst() {
    Copy copy = copy("a", 2);
    FileRecord ours = FileRecord.adopted("100", copy, Health.INTACT, OWNER);
    FileRecord theirs = FileRecord.adopted("100", copy, Health.INTACT, new UUID(5, 5));

    proxy.loseAnswers("insert", 1, () -> {});
    assertThat(await(files.create(ours))).isEmpty();
    proxy.loseAnswers("insert", 1, () -> {});
    assertThat(await(files.create(theirs))).contains(ours);
  }

  @Test
  void aChangeOfTheClusterWhoseAnswerWasLostIsStillOurs() {
    ClusterState first = await(catalog.cluster().read());
    ClusterState paused = first.withMovesPaused(true);

    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(catalog.cluster().replace(first, paused))).isTrue();
    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(catalog.cluster().replace(first, first.adopting(OWNER)))).isFalse();
    proxy.loseAnswers(
        "update",
        1,
        () ->
            await(
                other
                    .cluster()
                    .replace(
                        paused.withMovesPaused(false),
                        paused.withMovesPaused(false).adopting(OWNER))));
    assertThatThrownBy(
            () -> await(catalog.cluster().replace(paused, paused.withMovesPaused(false))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("hide whether");
  }

  @Test
  void aLeaseWhoseAnswerWasLostIsHeldUnderOneTerm() {
    Duration hour = Duration.ofHours(1);
    proxy.loseAnswers("insert", 1, () -> {});
    assertThat(await(catalog.managers().acquire("moves", OWNER, hour)))
        .contains(new Lease(OWNER, 1));
    await(catalog.managers().leave(OWNER));
    proxy.loseAnswers("update", 1, () -> {});
    assertThat(await(catalog.managers().acquire("moves", OWNER, hour)))
        .contains(new Lease(OWNER, 2));
    assertThat(await(other.managers().acquire("moves", new UUID(5, 5), hour))).isEmpty();
  }

  @Test
  void statementsWhoseAnswersWereLostStand() {
    Tombstone tombstone = new Tombstone(CopyPlace.on("100"), new UUID(1, 1), NOW);
    proxy.loseAnswers("update", 1, () -> {});
    await(catalog.tombstones().add(tombstone));
    assertThat(await(other.tombstones().find(tombstone.place()))).contains(tombstone);
    proxy.loseAnswers("update", 1, () -> {});
    await(catalog.tombstones().fileDeleted(tombstone.fileId(), 4));
    assertThat(await(other.tombstones().deletedUpTo(tombstone.fileId()))).hasValue(4);
    proxy.loseAnswers("delete", 1, () -> {});
    await(catalog.tombstones().remove(tombstone.place()));
    assertThat(await(other.tombstones().find(tombstone.place()))).isEmpty();
  }

  @Test
  void anUnreachableServerIsACatalogException() throws Exception {
    server.shutdownNow();

    assertThatThrownBy(() -> await(files.find("a"))).isInstanceOf(CatalogException.class);
    assertThatThrownBy(() -> await(files.create(pending("a", "100"))))
        .isInstanceOf(CatalogException.class);
    assertThatThrownBy(() -> MongoCatalog.open(options(proxy.uri()), Runnable::run))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void anExecutorThatIsFullIsACatalogException() {
    try (MongoCatalog full =
        MongoCatalog.open(
            options(proxy.uri()),
            task -> {
              throw new RejectedExecutionException("full");
            })) {
      assertThatThrownBy(() -> await(full.files().find("a")))
          .isInstanceOf(CatalogException.class)
          .hasMessageContaining("Too many");
    }
  }

  @Test
  void managersOfOneDatabaseShareAClusterId() {
    assertThat(catalog.clusterId()).isEqualTo(other.clusterId());
  }
}

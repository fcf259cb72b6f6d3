package io.github.dfserver.manager.catalog.mongo;

import static io.github.dfserver.manager.catalog.Records.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.dfserver.format.Formats;
import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.ClusterState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalogue as the version with format 2 makes it: used, upgraded, and refused. */
class MongoFormatTest {
  private static final String AS_FORMAT_2 =
      """
      {"_id": "catalogue", "format": 2,
       "clusterId": {"$binary": {"base64": "u12BtDi/Qs6h/rllX7I4IQ==", "subType": "04"}},
       "secret": "00112233", "movesPaused": true,
       "rebuild": {"phase": "NONE", "began": null, "ended": null, "done": [], "absent": [],
                   "adopted": {"$numberLong": "0"}, "conflicts": {"$numberLong": "0"}},
       "revision": {"$numberLong": "7"}}
      """;

  private final MongoOptions options =
      MongoOptions.of(TestMongo.uri())
          .withDatabase("dfs_format_" + UUID.randomUUID().toString().replace("-", ""));
  private final MongoClientSettings settings =
      MongoCatalog.settings(new ConnectionString(options.uri()), options);
  private final MongoClient client = MongoClients.create(settings);
  private final MongoDatabase database = client.getDatabase(options.database());

  @BeforeEach
  void asFormat2() {
    database.getCollection("meta").insertOne(Document.parse(AS_FORMAT_2));
  }

  @AfterEach
  void drop() {
    database.drop();
    client.close();
  }

  private Catalog open(Formats<MongoDatabase> formats) {
    return MongoCatalog.open(settings, options, Runnable::run, formats);
  }

  private Document meta() {
    return Objects.requireNonNull(database.getCollection("meta").find().first());
  }

  private static List<Formats.Step<MongoDatabase>> steps(List<String> log) {
    return List.of(store -> log.add("2 to 3"), store -> log.add("3 to 4"));
  }

  private static void assertWhole(Catalog catalog) {
    ClusterState state = await(catalog.cluster().read());
    assertThat(state.clusterId()).hasToString("bb5d81b4-38bf-42ce-a1fe-b9655fb23821");
    assertThat(state.secret()).isEqualTo("00112233");
    assertThat(state.movesPaused()).isTrue();
    assertThat(state.revision()).isEqualTo(7);
  }

  @Test
  void whatAnEarlierVersionMadeIsUsed() {
    try (Catalog catalog = open(MongoCluster.FORMATS)) {
      assertWhole(catalog);
    }
  }

  @Test
  void anOlderFormatIsUpgradedOnce() {
    List<String> log = new ArrayList<>();
    for (int start = 0; start < 2; start++) {
      try (Catalog catalog = open(new Formats<>(2, steps(log)))) {
        assertWhole(catalog);
      }
    }
    assertThat(log).containsExactly("2 to 3", "3 to 4");
    assertThat(meta().getInteger("format")).isEqualTo(4);
  }

  @Test
  void anUpgradeThatWasCutOffGoesOnWithTheNextStart() {
    List<String> log = new ArrayList<>();
    List<Formats.Step<MongoDatabase>> whole = steps(log);
    Formats.Step<MongoDatabase> cutOff =
        store -> {
          throw new IOException("killed");
        };
    assertThatThrownBy(() -> open(new Formats<>(2, List.of(whole.get(0), cutOff))))
        .hasMessageContaining("killed");
    assertThat(meta().getInteger("format")).isEqualTo(3);
    try (Catalog catalog = open(new Formats<>(2, whole))) {
      assertWhole(catalog);
    }
    assertThat(log).containsExactly("2 to 3", "3 to 4");
  }

  @Test
  void twoManagersThatUpgradeAtOnceNeverLowerTheFormat() {
    List<String> log = new ArrayList<>();
    List<Formats.Step<MongoDatabase>> whole = steps(log);
    Formats.Step<MongoDatabase> overtaken =
        store -> {
          open(new Formats<>(2, whole)).close();
          whole.get(0).run(store);
        };
    try (Catalog catalog = open(new Formats<>(2, List.of(overtaken, whole.get(1))))) {
      assertWhole(catalog);
    }
    assertThat(log).containsExactly("2 to 3", "3 to 4", "2 to 3", "3 to 4");
    assertThat(meta().getInteger("format")).isEqualTo(4);
  }

  @Test
  void aNewerFormatIsRefusedInWordsAndLeftAsItIs() {
    database.getCollection("meta").updateOne(new Document(), Document.parse("{$set:{format:3}}"));
    Document before = meta();
    assertThatThrownBy(() -> open(MongoCluster.FORMATS))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "The catalogue in MongoDB was written by a newer version (its format is 3, the newest"
                + " known here is 2); start that version, or a later one. Nothing was changed");
    assertThat(meta()).isEqualTo(before);
    assertThat(database.listCollectionNames()).containsExactly("meta");
  }

  /** It would write the older number, and what it knows of the state, over the newer. */
  @Test
  void aManagerThatRunsWhileANewerOneUpgradesChangesTheStateNoMore() {
    try (Catalog running = open(MongoCluster.FORMATS)) {
      ClusterState state = await(running.cluster().read());
      open(new Formats<>(2, steps(new ArrayList<>()))).close();
      Document before = meta();
      assertThat(await(running.cluster().replace(state, state.withMovesPaused(false)))).isFalse();
      assertThat(meta()).isEqualTo(before);
      assertThat(running.cluster().read().toCompletableFuture())
          .failsWithin(java.time.Duration.ofSeconds(30))
          .withThrowableOfType(java.util.concurrent.ExecutionException.class)
          .withMessageContaining("was upgraded by a newer manager; upgrade this one too");
    }
  }
}

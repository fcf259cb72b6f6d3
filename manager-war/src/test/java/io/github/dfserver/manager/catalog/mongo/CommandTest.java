package io.github.dfserver.manager.catalog.mongo;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.copy;
import static io.github.dfserver.manager.catalog.Records.delete;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.ManagerRecord;
import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.Tombstone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** What the catalogue says to the server: changes of single documents, and reads by the primary. */
final class CommandTest {
  /** What holds the documents of a write command, and how many of each it may change. */
  private static final Map<String, String> WRITES =
      Map.of("insert", "documents", "update", "updates", "delete", "deletes");

  private final Queue<BsonDocument> commands = new ConcurrentLinkedQueue<>();

  private MongoCatalog open(String uri) {
    CommandListener listener =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            commands.add(event.getCommand().clone());
          }
        };
    MongoOptions options =
        MongoOptions.of(uri)
            .withDatabase("commands_" + UUID.randomUUID().toString().substring(0, 8));
    MongoClientSettings settings =
        MongoClientSettings.builder(MongoCatalog.settings(new ConnectionString(uri), options))
            .addCommandListener(listener)
            .build();
    return MongoCatalog.open(settings, options, Runnable::run);
  }

  @Test
  void everyChangeIsOneOfASingleDocumentAndNoneIsInATransaction() {
    try (MongoCatalog catalog = open(TestMongo.uri())) {
      everything(catalog);
    }

    assertThat(commands)
        .extracting(BsonDocument::getFirstKey)
        .contains("insert", "update", "delete");
    for (BsonDocument command : commands) {
      assertThat(command).as(command.toJson()).doesNotContainKeys("startTransaction", "autocommit");
      String changes = WRITES.get(command.getFirstKey());
      if (changes == null) {
        continue;
      }
      assertThat(command.getArray(changes)).as(command.toJson()).hasSize(1);
      for (BsonValue change : command.getArray(changes)) {
        BsonDocument one = change.asDocument();
        assertThat(one.getBoolean("multi", org.bson.BsonBoolean.FALSE).getValue()).isFalse();
        if (command.getFirstKey().equals("delete")) {
          assertThat(one.getNumber("limit").intValue()).isEqualTo(1);
        }
      }
      BsonDocument concern = command.getDocument("writeConcern");
      assertThat(concern.getString("w").getValue()).isEqualTo("majority");
      assertThat(concern.getBoolean("j").getValue()).isTrue();
    }
  }

  @Test
  void aReadPreferenceInTheConnectionStringIsNotUsed() {
    String uri = "mongodb://127.0.0.1:1/?readPreference=secondaryPreferred&w=1&journal=false";

    MongoClientSettings settings =
        MongoCatalog.settings(new ConnectionString(uri), MongoOptions.of(uri));

    assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
    assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY.withJournal(true));
  }

  @Test
  void noReadSaysThatAnotherThanThePrimaryMayAnswer() {
    String uri = TestMongo.uri();
    String joint = uri.contains("?") ? "&" : uri.endsWith("/") ? "?" : "/?";
    try (MongoCatalog catalog = open(uri + joint + "readPreference=secondaryPreferred")) {
      everything(catalog);
    }

    assertThat(commands).extracting(BsonDocument::getFirstKey).contains("find", "aggregate");
    for (BsonDocument command : commands) {
      // To a server of its own the driver adds primaryPreferred, so that any kind of it answers.
      BsonDocument preference = command.getDocument("$readPreference", new BsonDocument());
      assertThat(preference.toJson()).as(command.toJson()).doesNotContain("secondary");
    }
  }

  private static void everything(MongoCatalog catalog) {
    FileRecord live = put(catalog.files(), "a", "100", 1);
    await(catalog.files().find("a"));
    await(catalog.files().findAll(List.of("a", "b")));
    await(catalog.files().list(ListingQuery.all(10)));
    await(catalog.files().onNode("100", Optional.empty(), 10));
    await(catalog.files().unwell("100", Health.DAMAGED, Optional.empty(), 10));
    await(catalog.files().anyOn("101"));
    await(catalog.files().usage());
    await(catalog.files().unsettled(NOW, 10));
    delete(catalog.files(), live);
    NodeRecord joined = NodeRecord.joined("100", OWNER, 1, NOW);
    await(catalog.nodes().create(joined));
    await(catalog.nodes().replace(joined, joined.seen(2, NOW)));
    await(catalog.nodes().all());
    await(catalog.nodes().remove(joined.seen(2, NOW)));
    Tombstone tombstone = new Tombstone(CopyPlace.on("100"), OWNER, NOW);
    await(catalog.tombstones().add(tombstone));
    await(catalog.tombstones().onNode("100", Optional.empty(), 10));
    await(catalog.tombstones().remove(tombstone.place()));
    await(catalog.tombstones().fileDeleted(OWNER, 1));
    await(catalog.tombstones().deletedUpTo(OWNER));
    for (int i = 0; i < 3; i++) {
      await(catalog.strays().put(new Stray("100", copy("s", 1), Stray.Reason.CONFLICT, NOW)));
    }
    await(catalog.strays().onNode("100", Optional.empty(), 2));
    await(catalog.strays().conflicts(Optional.empty()));
    await(catalog.strays().removeSeenBefore("100", NOW.plusSeconds(1)));
    Duration hour = Duration.ofHours(1);
    await(catalog.managers().announce(new ManagerRecord(OWNER, "", List.of()), hour));
    await(catalog.managers().acquire("moves", OWNER, hour));
    await(catalog.managers().acquire("moves", OWNER, hour));
    await(catalog.managers().present());
    await(catalog.managers().leave(OWNER));
    await(
        catalog
            .cluster()
            .read()
            .thenCompose(state -> catalog.cluster().replace(state, state.withMovesPaused(true))));
  }
}

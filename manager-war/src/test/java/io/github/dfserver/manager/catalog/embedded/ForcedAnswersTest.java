package io.github.dfserver.manager.catalog.embedded;

import static io.github.dfserver.manager.catalog.Records.NOW;
import static io.github.dfserver.manager.catalog.Records.OWNER;
import static io.github.dfserver.manager.catalog.Records.await;
import static io.github.dfserver.manager.catalog.Records.content;
import static io.github.dfserver.manager.catalog.Records.pending;
import static io.github.dfserver.manager.catalog.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.catalog.CatalogException;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.ListingQuery;
import io.github.dfserver.manager.catalog.NodeRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is answered, and nothing is seen by anybody, before it is forced to disk. */
final class ForcedAnswersTest {
  @TempDir private Path directory;
  private final GatedDisk disk = new GatedDisk();
  private EmbeddedCatalog catalog;
  private FileCatalog files;

  @BeforeEach
  void open() {
    catalog = open(TestCatalogs.options(directory));
    files = catalog.files();
  }

  private EmbeddedCatalog open(EmbeddedOptions options) {
    return EmbeddedCatalog.open(options, disk, State.UNSAVED_BYTES);
  }

  @AfterEach
  void close() {
    disk.goOn();
    catalog.close();
  }

  @Test
  void eachAnswerComesAfterAForceThatComesAfterTheWrite() {
    for (int i = 0; i < 20; i++) {
      FileRecord pending = pending("f" + i, "100");
      disk.calls().clear();
      await(files.create(pending));
      disk.note("answer");
      assertThat(String.join(" ", disk.calls())).matches("(write )+force answer");
      disk.calls().clear();
      await(files.replace(pending, pending.live(content(i))));
      disk.note("answer");
      assertThat(String.join(" ", disk.calls())).matches("(write )+force answer");
    }
  }

  @Test
  void nobodyIsToldOfAChangeThatIsNotForced() {
    FileRecord live = put(files, "live", "100", 1);
    NodeRecord node = NodeRecord.joined("100", new UUID(1, 1), 1, NOW);
    FileRecord pending = pending("new", "100");
    FileRecord deleting = live.deleting(OWNER, NOW);

    disk.holdUp();
    List<CompletionStage<?>> early = new ArrayList<>();
    early.add(files.create(pending));
    early.add(files.replace(live, deleting));
    early.add(catalog.nodes().create(node));
    List<CompletableFuture<?>> answers = new ArrayList<>();
    early.forEach(stage -> answers.add(stage.toCompletableFuture()));
    answers.add(files.find("new").toCompletableFuture());
    answers.add(files.find("live").toCompletableFuture());
    answers.add(files.create(pending("new", "101")).toCompletableFuture());
    answers.add(files.replace(live, deleting).toCompletableFuture());
    answers.add(files.list(ListingQuery.all(10)).toCompletableFuture());
    answers.add(files.onNode("100", Optional.empty(), 10).toCompletableFuture());
    answers.add(files.unsettled(NOW.plusSeconds(999), 10).toCompletableFuture());
    answers.add(files.usage().toCompletableFuture());
    answers.add(catalog.nodes().find("100").toCompletableFuture());
    answers.add(catalog.nodes().all().toCompletableFuture());

    assertThat(answers).noneMatch(CompletableFuture::isDone);
    assertThat(await(files.find("another"))).isEmpty();
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    disk.goOn();
    answers.forEach(answer -> await(answer));
    assertThat(await(files.find("new"))).contains(pending);
    assertThat(await(files.find("live"))).contains(deleting);
    assertThat(await(files.usage())).isEmpty();
  }

  @Test
  void afterAFailedForceNothingThatWasNotForcedIsEverTold() {
    FileRecord live = put(files, "live", "100", 1);
    FileRecord pending = pending("new", "100");

    disk.fail();
    assertThatThrownBy(() -> await(files.create(pending))).isInstanceOf(CatalogException.class);
    for (CompletionStage<?> answer :
        List.of(
            files.find("new"),
            files.create(pending("new", "101")),
            files.create(pending("other", "101")),
            files.replace(live, live.deleting(OWNER, NOW)),
            files.list(ListingQuery.all(10)),
            files.usage())) {
      assertThatThrownBy(() -> await(answer))
          .isInstanceOf(CatalogException.class)
          .hasMessageContaining("journal cannot be written");
    }
    assertThat(await(files.find("live"))).contains(live);
  }

  @Test
  void theStateFileIsNotWrittenBeforeTheJournalIsForced() throws Exception {
    catalog.close();
    catalog = open(TestCatalogs.eager(directory, 1));
    files = catalog.files();
    Path state = directory.resolve("catalogue.mv");

    disk.holdUp();
    byte[] before = Files.readAllBytes(state);
    List<CompletionStage<?>> answers = new ArrayList<>();
    answers.add(files.create(pending("a", "100")));
    assertThat(await(files.find("another"))).isEmpty();
    assertThat(Files.readAllBytes(state)).isEqualTo(before);
    disk.note("let go");
    disk.goOn();
    answers.forEach(answer -> await(answer));
    catalog.close();

    assertThat(Files.readAllBytes(state)).isNotEqualTo(before);
    assertThat(disk.calls().subList(disk.calls().indexOf("let go"), disk.calls().size()))
        .contains("force");
    catalog = open(TestCatalogs.options(directory));
    assertThat(await(catalog.files().find("a"))).isPresent();
  }

  @Test
  void changesWaitWhileMemoryForThemIsFullAndGoOnWhenThereIsRoom() throws Exception {
    catalog.close();
    catalog = open(TestCatalogs.eager(directory, 1000));
    files = catalog.files();

    disk.holdUp();
    List<CompletionStage<?>> answers = new ArrayList<>();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                answers.add(files.create(pending("f" + i, "100")));
              }
            });
    writer.start();
    while (writer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(await(files.find("a name that nobody changed"))).isEmpty();
    disk.goOn();
    writer.join();
    answers.forEach(answer -> await(answer));

    assertThat(answers).hasSize(100);
    assertThat(await(files.unsettled(NOW.plusSeconds(999), 1000))).hasSize(100);
  }
}

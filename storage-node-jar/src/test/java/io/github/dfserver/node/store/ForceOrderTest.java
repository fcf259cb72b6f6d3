package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Copy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 cannot show: that everything is forced, and in which order. */
class ForceOrderTest {
  @TempDir Path root;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final DiskFaults disk = new DiskFaults(LocalDisk.withoutFileSystemSync(), calls);
  private final JournalCalls journal = new JournalCalls(calls);
  private final byte[] content = bytes(1, 1000);
  private CopyStore store;

  private void open(StoreOptions options, CheckpointLimits limits) throws Exception {
    store =
        CopyStore.open(
            options,
            Ports.defaults().withDisk(path -> disk).withJournalFiles(journal).withLimits(limits));
    calls.clear();
  }

  private void open() throws Exception {
    open(StoreOptions.of(root, "100"), CheckpointLimits.defaults());
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  /** The calls that begin with one of these and contain the other, in their order. */
  private void assertOrder(String... expected) {
    List<String> all = List.copyOf(calls);
    int at = 0;
    for (String call : all) {
      if (at < expected.length && matches(call, expected[at])) {
        at++;
      }
    }
    assertThat(at).as("%s in %s", String.join(", then ", expected), all).isEqualTo(expected.length);
  }

  private boolean matches(String call, String expected) {
    return call.replace(root + "/", "").startsWith(expected);
  }

  @Test
  void aSmallCopyIsMovedAndAnsweredOnlyWhenTheJournalIsForced() throws Exception {
    open();
    CountDownLatch gate = journal.holdForces();
    Copy copy = copy("a", content);
    CompletableFuture<Void> stored = store.put(copy, ByteBuffer.wrap(content));
    assertThat(stored).isNotDone();
    assertThat(store.find(copy.copyId())).isEmpty();
    assertThat(root.resolve("files/0/0/0/0/a")).doesNotExist();
    gate.countDown();
    stored.join();
    assertThat(store.find(copy.copyId())).isPresent();
    assertOrder(
        "create staging",
        "write staging",
        "journal write",
        "journal force",
        "move files/0/0/0/0/a",
        "append meta/0/0/0/0");
  }

  @Test
  void aLargeCopyIsForcedBeforeItIsInTheJournal() throws Exception {
    open();
    TestCopies.commit(store, "large", content);
    assertOrder(
        "create staging",
        "write staging",
        "force staging/0/0/",
        "forceDirectory staging/0/0",
        "forceDirectory staging/0",
        "forceDirectory staging",
        "journal write",
        "journal force",
        "move files/0/0/0/0/large",
        "append meta/0/0/0/0");
  }

  @Test
  void theChecksumsOfALargeCopysBlocksAreForcedBeforeItIsInTheJournal() throws Exception {
    open();
    Copy copy = TestCopies.commit(store, "large", bytes(1, 200_000));
    String sums = "staging/0/0/" + copy.copyId() + ".sums";
    assertOrder(
        "create staging",
        "write staging",
        "create " + sums,
        "force " + sums,
        "forceDirectory staging/0/0",
        "journal write",
        "journal force",
        "move blocks/0/0/0/0/0",
        "move files/0/0/0/0/large");
    store.close();
    assertOrder("move blocks/0/0/0/0/0", "forceAll");
  }

  @Test
  void aCopyIsRemovedAndAnsweredOnlyWhenTheJournalIsForced() throws Exception {
    open();
    Copy copy = put(store, "a", content);
    calls.clear();
    CountDownLatch gate = journal.holdForces();
    CompletableFuture<Boolean> deleted = store.delete(copy.copyId());
    assertThat(deleted).isNotDone();
    assertThat(root.resolve("files/0/0/0/0/a")).exists();
    gate.countDown();
    assertThat(deleted.join()).isTrue();
    assertOrder(
        "journal write", "journal force", "delete files/0/0/0/0/a", "removeEmptyDirectory files/0");
  }

  @Test
  void theJournalForgetsOnlyWhatACheckpointHasForced() throws Exception {
    open(
        StoreOptions.of(root, "100"),
        new CheckpointLimits(1_000_000, 8 << 20, Duration.ofMinutes(1), 10));
    byte[] large = bytes(1, 1_000_000);
    for (int i = 0; i < 70; i++) {
      put(store, "a" + i, large);
    }
    store.close();
    assertOrder("journal create", "forceAll", "journal delete");
    int deleted = calls.indexOf("journal delete");
    List<String> before = List.copyOf(calls).subList(0, deleted);
    assertThat(before).contains("forceAll");
  }

  @Test
  void theNameOfANewIndexIsForcedBeforeTheJournalForgetsWhatIsInIt() throws Exception {
    store =
        CopyStore.open(
            StoreOptions.of(root, "100"),
            Ports.defaults().withDisk(path -> disk).withJournalFiles(journal));
    assertOrder("forceDirectory index");
  }

  @Test
  void withoutFsyncNothingIsForced() throws Exception {
    open(StoreOptions.of(root, "100").withFsync(false), CheckpointLimits.defaults());
    Copy copy = put(store, "a", content);
    TestCopies.commit(store, "large", content);
    store.delete(copy.copyId()).join();
    store.close();
    assertThat(calls).noneMatch(call -> call.contains("force"));
    assertOrder("journal write", "move files/0/0/0/0/a", "journal write", "delete files/0/0/0/0/a");
  }
}

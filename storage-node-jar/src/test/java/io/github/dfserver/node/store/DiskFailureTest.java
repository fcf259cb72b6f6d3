package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static io.github.dfserver.node.store.TestCopies.failure;
import static io.github.dfserver.node.store.TestCopies.put;
import static io.github.dfserver.node.store.TestCopies.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {
  private static final String FULL = "No space left on device";

  @TempDir Path root;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final DiskFaults disk = new DiskFaults(LocalDisk.withoutFileSystemSync(), calls);
  private final JournalCalls journal = new JournalCalls(calls);
  private final byte[] content = bytes(1, 1000);
  private CopyStore store;

  @BeforeEach
  void open() throws Exception {
    open(CheckpointLimits.defaults());
  }

  private void open(CheckpointLimits limits) throws Exception {
    store =
        CopyStore.open(
            StoreOptions.of(root, "100"),
            Ports.defaults().withDisk(path -> disk).withJournalFiles(journal).withLimits(limits));
  }

  @AfterEach
  void close() throws Exception {
    disk.work();
    store.close();
  }

  private void closeFailed() {
    disk.work();
    assertThatExceptionOfType(IOException.class).isThrownBy(store::close);
  }

  private void assertNothingRemains() throws Exception {
    assertThat(Trees.below(root.resolve("files"))).isEmpty();
    assertThat(Trees.below(root.resolve("meta"))).isEmpty();
    assertThat(Trees.files(root.resolve("staging"))).isEmpty();
    assertThat(store.status().files()).isZero();
  }

  private void assertStillWorks() throws Exception {
    disk.work();
    Copy next = put(store, "next", content);
    assertThat(root.resolve("files/0/0/0/0/next")).exists();
    assertThat(read(store, next)).isEqualTo(content);
    store.close();
    open();
    assertThat(TestCopies.all(store)).containsExactly(next);
  }

  private FailureCode putFails(String call, String part, String message) throws Exception {
    disk.fail(call, part, message);
    Copy copy = copy("a", content);
    FailureCode code = failure(store.put(copy, ByteBuffer.wrap(content)));
    assertNothingRemains();
    return code;
  }

  @Test
  void aDiskThatIsFullBeforeTheJournalLeavesNothingBehind() throws Exception {
    assertThat(putFails("write", "staging", FULL)).isEqualTo(FailureCode.NO_SPACE);
    assertThat(putFails("create", "staging", FULL)).isEqualTo(FailureCode.NO_SPACE);
    assertStillWorks();
  }

  @Test
  void aDiskThatIsFullAfterTheJournalLeavesNothingBehind() throws Exception {
    assertThat(putFails("append", "meta", FULL)).isEqualTo(FailureCode.NO_SPACE);
    assertThat(putFails("move", "files", FULL)).isEqualTo(FailureCode.NO_SPACE);
    assertThat(putFails("createDirectory", "files", FULL)).isEqualTo(FailureCode.NO_SPACE);
    assertThat(putFails("createDirectory", "meta", FULL)).isEqualTo(FailureCode.NO_SPACE);
    assertStillWorks();
  }

  @Test
  void aFileThatCannotBeMovedIsNoFailureOfTheStore() throws Exception {
    assertThat(putFails("move", "files", "odd")).isEqualTo(FailureCode.STORE_FAILED);
    assertStillWorks();
  }

  @Test
  void aLargeFileThatFillsTheDiskLeavesNothingBehind() throws Exception {
    Copy copy = copy("large", content);
    try (StagedFile staged = store.stage(copy.copyId(), content.length)) {
      disk.fail("write", "staging", FULL);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> staged.write(ByteBuffer.wrap(content)))
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.NO_SPACE));
      assertNothingRemains();
    }
    disk.work();
    try (StagedFile staged = store.stage(copy.copyId(), content.length)) {
      staged.write(ByteBuffer.wrap(content));
      disk.fail("force", "staging", FULL);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(staged::finish)
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.NO_SPACE));
      assertNothingRemains();
    }
    assertStillWorks();
  }

  @Test
  void aForceThatFailsStopsTheStoreAndReadsGoOn() throws Exception {
    Copy stored = put(store, "stored", content);
    Copy copy = copy("large", content);
    try (StagedFile staged = store.stage(copy.copyId(), content.length)) {
      staged.write(ByteBuffer.wrap(content));
      disk.fail("force", "staging", "I/O error");
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(staged::finish)
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_FAILED));
    }
    assertStopped(stored);
  }

  private void assertStopped(Copy stored) throws Exception {
    disk.work();
    Copy next = copy("next", content);
    assertThat(failure(store.put(next, ByteBuffer.wrap(content))))
        .isEqualTo(FailureCode.STORE_FAILED);
    assertThat(failure(store.delete(stored.copyId()))).isEqualTo(FailureCode.STORE_FAILED);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.stage(UUID.randomUUID(), -1));
    assertThat(store.status().accepting()).isFalse();
    assertThat(read(store, stored)).isEqualTo(content);
    assertThat(TestCopies.all(store)).contains(stored);
  }

  @Test
  void aJournalThatCannotBeForcedStopsTheStoreAndReadsGoOn() throws Exception {
    Copy stored = put(store, "stored", content);
    journal.fail("force");
    Copy copy = copy("a", content);
    assertThat(failure(store.put(copy, ByteBuffer.wrap(content))))
        .isEqualTo(FailureCode.STORE_FAILED);
    assertThat(store.find(copy.copyId())).isEmpty();
    journal.fail("");
    assertStopped(stored);
    closeFailed();
    open();
    assertThat(read(store, stored)).isEqualTo(content);
    for (Copy found : TestCopies.all(store)) {
      assertThat(read(store, found)).isEqualTo(content);
    }
  }

  @Test
  void aCheckpointThatCannotForceStopsTheStoreAndLosesNothing() throws Exception {
    store.close();
    open(new CheckpointLimits(10, 1 << 30, Duration.ofMinutes(1), 3));
    disk.failWhen(
        (call, path) -> {
          if (call.equals("forceAll")) {
            throw new IOException("I/O error");
          }
        });
    List<Copy> stored = new ArrayList<>();
    boolean failed = false;
    for (int i = 0; i < 100 && !failed; i++) {
      Copy copy = copy("a" + i, content);
      CompletableFuture<Void> result = store.put(copy, ByteBuffer.wrap(content));
      failed = result.handle((done, problem) -> problem != null).join();
      if (!failed) {
        stored.add(copy);
      }
    }
    assertThat(failed).isTrue();
    assertStopped(stored.get(0));
    store.close();
    open();
    assertThat(TestCopies.all(store)).containsAll(stored);
  }

  @Test
  void aFileThatCannotBeRemovedStopsTheStoreAndIsGoneAfterReopening() throws Exception {
    Copy copy = put(store, "a", content);
    disk.fail("delete", "files", "I/O error");
    assertThat(failure(store.delete(copy.copyId()))).isEqualTo(FailureCode.STORE_FAILED);
    disk.work();
    store.close();
    open();
    assertNothingRemains();
  }
}

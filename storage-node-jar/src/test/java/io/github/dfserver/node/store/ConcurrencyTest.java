package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final int THREADS = 8;

  @TempDir Path root;

  private CopyStore open() throws Exception {
    CheckpointLimits often = new CheckpointLimits(50, 1 << 20, Duration.ofMinutes(1), 3);
    return CopyStore.open(
        StoreOptions.of(root, "100").withFsync(false), Ports.defaults().withLimits(often));
  }

  private static void onAllThreads(Callable<Void> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(work));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manyThreadsAddReadAndRemoveAtOnce() throws Exception {
    Set<Copy> stored = ConcurrentHashMap.newKeySet();
    try (CopyStore store = open()) {
      onAllThreads(
          () -> {
            Random random = new Random();
            List<Copy> mine = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
              byte[] content = bytes(random.nextLong(), random.nextInt(3000));
              String name = "dir/" + random.nextInt(20);
              mine.add(
                  random.nextInt(4) == 0
                      ? TestCopies.commit(store, name, content)
                      : put(store, name, content));
              Copy any = mine.get(random.nextInt(mine.size()));
              assertThat(TestCopies.read(store, any)).hasSize((int) any.size());
              if (random.nextInt(3) > 0) {
                mine.remove(any);
                assertThat(store.delete(any.copyId()).join()).isTrue();
                assertThat(store.find(any.copyId())).isEmpty();
              }
            }
            stored.addAll(mine);
            return null;
          });
      assertThat(TestCopies.all(store)).containsExactlyInAnyOrderElementsOf(stored);
      assertThat(Trees.files(root.resolve("files"))).hasSize(stored.size());
      Trees.assertNoDirectoryHasMoreThan36Entries(root);
    }
    Files.delete(root.resolve("index/copies.mv"));
    try (CopyStore store = open()) {
      assertThat(TestCopies.all(store)).containsExactlyInAnyOrderElementsOf(stored);
    }
  }

  @Test
  void aReaderNeverGetsTheBytesOfTheNextCopyInThePlace() throws Exception {
    try (CopyStore store = open()) {
      List<Copy> current = new ArrayList<>(List.of(put(store, "same", bytes(0, 100))));
      CompletableFuture<Void> replacing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i < 2000; i++) {
                  store.delete(current.get(0).copyId()).join();
                  current.set(0, put(store, "same", bytes(i, 100)));
                }
              });
      while (!replacing.isDone()) {
        Copy copy = current.get(0);
        try {
          byte[] half = store.read(copy.copyId(), 0, 50).array();
          byte[] other = store.read(copy.copyId(), 50, 50).array();
          byte[] whole = ByteBuffer.allocate(100).put(half).put(other).array();
          assertThat(Sha256.of(whole)).isEqualTo(copy.sha256());
        } catch (StoreException e) {
          assertThat(e.code()).isEqualTo(FailureCode.NOT_FOUND);
        }
      }
      replacing.join();
    }
  }

  @Test
  void whatIsAskedForOneCopyIsDoneInOrder() throws Exception {
    try (CopyStore store = open()) {
      for (int i = 0; i < 300; i++) {
        byte[] content = bytes(i, 100);
        Copy copy = copy("a", content);
        CompletableFuture<Void> stored = store.put(copy, ByteBuffer.wrap(content));
        CompletableFuture<Void> again = store.put(copy, ByteBuffer.wrap(content));
        CompletableFuture<Boolean> discarded = store.discard(copy.copyId());
        CompletableFuture<Boolean> deleted = store.delete(copy.copyId());
        CompletableFuture<Boolean> deletedAgain = store.delete(copy.copyId());
        CompletableFuture<Void> late = store.put(copy, ByteBuffer.wrap(content));
        stored.join();
        again.join();
        assertThat(discarded.join()).isFalse();
        assertThat(deleted.join()).isTrue();
        assertThat(deletedAgain.join()).isFalse();
        assertThat(TestCopies.failure(late)).isEqualTo(FailureCode.INVALID);
      }
      assertThat(store.status().files()).isZero();
    }
  }

  @Test
  void oneOfManyDiscardsAndCommitsOfACopyWins() throws Exception {
    try (CopyStore store = open()) {
      for (int i = 0; i < 200; i++) {
        byte[] content = bytes(i, 100);
        Copy copy = copy("a", content);
        TestCopies.stage(store, copy, content);
        CompletableFuture<Boolean> discarding =
            CompletableFuture.supplyAsync(() -> store.discard(copy.copyId()).join());
        boolean committed = store.commit(copy).handle((done, problem) -> problem == null).join();
        assertThat(discarding.join()).isEqualTo(!committed);
        assertThat(store.find(copy.copyId()).isPresent()).isEqualTo(committed);
      }
      assertThat(Trees.files(root.resolve("staging"))).isEmpty();
    }
  }

  @Test
  void noDescriptorIsLeftOpen() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
    work();
    long before = descriptors();
    for (int i = 0; i < 5; i++) {
      work();
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  private void work() throws Exception {
    try (CopyStore store = open()) {
      for (int i = 0; i < 50; i++) {
        Copy copy = put(store, "a", bytes(i, 100));
        Copy large = TestCopies.commit(store, "b", bytes(i, 1000));
        try (CopyContent content = store.open(large.copyId())) {
          assertThat(content.size()).isEqualTo(1000);
        }
        store.stage(UUID.randomUUID(), -1).close();
        StagedFile discarded = store.stage(new UUID(1, i), -1);
        discarded.write(ByteBuffer.wrap(bytes(i, 10)));
        assertThat(store.discard(new UUID(1, i)).join()).isTrue();
        Copy wrong = copy("c", bytes(i, 10));
        assertThat(store.put(wrong, ByteBuffer.wrap(bytes(i, 9))).isCompletedExceptionally())
            .isTrue();
        store.delete(copy.copyId()).join();
        store.delete(large.copyId()).join();
      }
      assertThat(openFilesBelow(root.resolve("files"))).isEmpty();
      assertThat(openFilesBelow(root.resolve("staging"))).isEmpty();
    }
    assertThat(openFilesBelow(root)).isEmpty();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  private static List<Path> openFilesBelow(Path directory) throws IOException {
    List<Path> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          Path target = Files.readSymbolicLink(descriptor);
          if (target.startsWith(directory)) {
            open.add(target);
          }
        }
      }
    }
    return open;
  }

  @Test
  void anInterruptedReaderDoesNotDisturbOthers() throws Exception {
    try (CopyStore store = open()) {
      List<Copy> copies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        copies.add(put(store, "f" + i, bytes(i, 100)));
      }
      for (Copy copy : copies) {
        Thread.currentThread().interrupt();
        try {
          store.read(copy.copyId(), 0, 100);
        } catch (StoreException e) {
          assertThat(e.code()).isEqualTo(FailureCode.STORE_FAILED);
        }
        assertThat(Thread.interrupted()).isTrue();
      }
      for (Copy copy : copies) {
        assertThat(TestCopies.read(store, copy)).hasSize(100);
      }
      assertThat(store.status().accepting()).isTrue();
    }
  }
}

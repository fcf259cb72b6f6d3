package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Copies for tests, and the shortest ways to store and read them. */
final class TestCopies {
  private TestCopies() {}

  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Copy copy(UUID copyId, String name, byte[] content) {
    return new Copy(
        new UUID(copyId.getLeastSignificantBits(), 7),
        copyId,
        name,
        "text/plain",
        content.length,
        Sha256.of(content),
        Instant.ofEpochMilli(1_700_000_000_123L),
        3);
  }

  static Copy copy(String name, byte[] content) {
    return copy(UUID.randomUUID(), name, content);
  }

  /** Stores a copy and waits for it. */
  static Copy put(CopyStore store, String name, byte[] content) {
    Copy copy = copy(name, content);
    store.put(copy, ByteBuffer.wrap(content)).join();
    return copy;
  }

  /** Receives a copy as a large one and commits it. */
  static Copy commit(CopyStore store, String name, byte[] content) throws StoreException {
    Copy copy = copy(name, content);
    stage(store, copy, content);
    store.commit(copy).join();
    return copy;
  }

  /** Receives a copy, to its end. */
  static void stage(CopyStore store, Copy copy, byte[] content) throws StoreException {
    try (StagedFile staged = store.stage(copy.copyId(), content.length)) {
      staged.write(ByteBuffer.wrap(content));
      staged.finish();
    }
  }

  static byte[] read(CopyStore store, Copy copy) throws StoreException {
    return store.read(copy.copyId(), 0, (int) copy.size()).array();
  }

  /** Everything that is stored, page by page. */
  static List<Copy> all(CopyStore store) throws StoreException {
    List<Copy> all = new ArrayList<>();
    CopyPage page;
    long after = -1;
    do {
      page = store.copies(after, 100);
      page.copies().forEach(held -> all.add(held.copy()));
      after = page.next();
    } while (after != Copies.END);
    return all;
  }

  /** Why a future failed. */
  static FailureCode failure(CompletableFuture<?> future) {
    try {
      future.join();
      throw new AssertionError("did not fail");
    } catch (CompletionException e) {
      return ((StoreException) e.getCause()).code();
    }
  }
}

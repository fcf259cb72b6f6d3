package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static io.github.dfserver.node.store.TestCopies.failure;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceTest {
  @TempDir Path root;

  private CopyStore open(long capacity) throws Exception {
    return CopyStore.open(
        StoreOptions.of(root, "100").withFsync(false).withCapacityBytes(capacity));
  }

  private static void assertNoSpace(CopyStore store, int size) {
    byte[] content = bytes(1, size);
    assertThat(failure(store.put(copy("x", content), ByteBuffer.wrap(content))))
        .isEqualTo(FailureCode.NO_SPACE);
  }

  @Test
  void theCapacityIsUsedToTheLastByteAndNoFurther() throws Exception {
    Copy first;
    try (CopyStore store = open(1000)) {
      first = put(store, "a", bytes(1, 400));
      assertThat(store.status().freeBytes()).isEqualTo(600);
      assertNoSpace(store, 601);
      put(store, "b", bytes(1, 600));
      assertThat(store.status().freeBytes()).isZero();
      assertThat(store.status().accepting()).isFalse();
      put(store, "empty", new byte[0]);
    }
    try (CopyStore store = open(1000)) {
      assertNoSpace(store, 1);
      store.delete(first.copyId()).join();
      assertThat(store.status().freeBytes()).isEqualTo(400);
      assertThat(store.status().accepting()).isTrue();
    }
  }

  @Test
  void whatIsBeingReceivedCountsAgainstTheCapacity() throws Exception {
    try (CopyStore store = open(1000)) {
      UUID copyId = UUID.randomUUID();
      StagedFile announced = store.stage(copyId, 700);
      assertThat(store.status().freeBytes()).isEqualTo(300);
      assertNoSpace(store, 301);
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.stage(UUID.randomUUID(), 301))
          .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.NO_SPACE));
      announced.close();
      assertThat(store.status().freeBytes()).isEqualTo(1000);
    }
  }

  @Test
  void aCopyOfUnknownSizeIsCutOffWhereTheCapacityEnds() throws Exception {
    try (CopyStore store = open(1000)) {
      try (StagedFile staged = store.stage(UUID.randomUUID(), -1)) {
        staged.write(ByteBuffer.wrap(bytes(1, 900)));
        assertThat(store.status().freeBytes()).isEqualTo(100);
        assertThatExceptionOfType(StoreException.class)
            .isThrownBy(() -> staged.write(ByteBuffer.wrap(bytes(1, 101))))
            .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.NO_SPACE));
      }
      assertThat(store.status().freeBytes()).isEqualTo(1000);
    }
  }

  @Test
  void committedAndRefusedCopiesGiveBackWhatWasSetAside() throws Exception {
    try (CopyStore store = open(1000)) {
      TestCopies.commit(store, "a", bytes(1, 300));
      assertThat(store.status().freeBytes()).isEqualTo(700);
      Copy copy = copy("b", bytes(1, 100));
      assertThat(failure(store.put(copy, ByteBuffer.wrap(bytes(2, 100)))))
          .isEqualTo(FailureCode.CHECKSUM_MISMATCH);
      assertThat(store.status().freeBytes()).isEqualTo(700);
    }
  }

  @Test
  void theReserveOfTheDiskStaysFree() throws Exception {
    StoreOptions all = StoreOptions.of(root, "100").withReserveBytes(Long.MAX_VALUE / 2);
    try (CopyStore store = CopyStore.open(all)) {
      assertThat(store.status().freeBytes()).isZero();
      assertNoSpace(store, 1);
    }
  }
}

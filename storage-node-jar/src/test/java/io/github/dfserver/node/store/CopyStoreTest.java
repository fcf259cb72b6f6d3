package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.all;
import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static io.github.dfserver.node.store.TestCopies.failure;
import static io.github.dfserver.node.store.TestCopies.put;
import static io.github.dfserver.node.store.TestCopies.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyStoreTest {
  @TempDir Path root;
  private CopyStore store;

  @BeforeEach
  void open() throws Exception {
    store = CopyStore.open(StoreOptions.of(root, "100"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void reopen() throws Exception {
    store.close();
    open();
  }

  private static void assertFails(FailureCode code, ThrowingCallable call) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aCopyIsAPlainFileUnderItsOwnName() throws Exception {
    byte[] content = bytes(1, 5000);
    Copy copy = put(store, "reports/2024/report.pdf", content);
    assertThat(root.resolve("files/0/0/0/0/report.pdf")).hasBinaryContent(content);
    assertThat(store.find(copy.copyId()))
        .contains(new StoredCopy(copy, root.resolve("files/0/0/0/0/report.pdf")));
    assertThat(read(store, copy)).isEqualTo(content);
  }

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    Copy small = put(store, "a", bytes(1, 10));
    Copy empty = put(store, "b", new byte[0]);
    Copy large = TestCopies.commit(store, "c", bytes(3, 100_000));
    Copy gone = put(store, "d", bytes(4, 10));
    assertThat(store.delete(gone.copyId()).join()).isTrue();
    reopen();
    assertThat(all(store)).containsExactlyInAnyOrder(small, empty, large);
    assertThat(read(store, large)).isEqualTo(bytes(3, 100_000));
    assertThat(read(store, empty)).isEmpty();
    assertThat(store.status().files()).isEqualTo(3);
    assertThat(store.status().bytes()).isEqualTo(100_010);
  }

  @Test
  void theStatusCountsWhatIsStored() throws Exception {
    Copy copy = put(store, "a", bytes(1, 10));
    put(store, "b", bytes(1, 20));
    assertThat(store.status().files()).isEqualTo(2);
    assertThat(store.status().bytes()).isEqualTo(30);
    assertThat(store.status().freeBytes()).isPositive();
    assertThat(store.status().accepting()).isTrue();
    store.delete(copy.copyId()).join();
    assertThat(store.status().files()).isEqualTo(1);
    assertThat(store.status().bytes()).isEqualTo(20);
  }

  @Test
  void aRangeIsReadExactly() throws Exception {
    byte[] content = bytes(1, 1000);
    Copy copy = put(store, "a", content);
    assertThat(store.read(copy.copyId(), 10, 5).array())
        .containsExactly(content[10], content[11], content[12], content[13], content[14]);
    assertThat(store.read(copy.copyId(), 1000, 0).remaining()).isZero();
    assertFails(FailureCode.INVALID, () -> store.read(copy.copyId(), 996, 5));
    assertFails(FailureCode.INVALID, () -> store.read(copy.copyId(), -1, 5));
    assertFails(FailureCode.INVALID, () -> store.read(copy.copyId(), Long.MAX_VALUE, 5));
  }

  @Test
  void whatIsNotStoredIsNotFound() throws Exception {
    UUID unknown = UUID.randomUUID();
    assertFails(FailureCode.NOT_FOUND, () -> store.read(unknown, 0, 0));
    assertFails(FailureCode.NOT_FOUND, () -> store.open(unknown));
    assertThat(store.find(unknown)).isEmpty();
    assertThat(store.delete(unknown).join()).isFalse();
    assertThat(store.discard(unknown).join()).isFalse();
  }

  @Test
  void bytesThatDoNotMatchAreRefused() {
    Copy copy = copy("a", bytes(1, 10));
    assertThat(failure(store.put(copy, ByteBuffer.wrap(bytes(2, 10)))))
        .isEqualTo(FailureCode.CHECKSUM_MISMATCH);
    assertThat(failure(store.put(copy, ByteBuffer.wrap(bytes(1, 9)))))
        .isEqualTo(FailureCode.CHECKSUM_MISMATCH);
    assertThat(store.status().files()).isZero();
  }

  @Test
  void storingTheSameCopyAgainIsASuccessAndAnotherIsRefused() throws Exception {
    byte[] content = bytes(1, 10);
    Copy copy = put(store, "a", content);
    store.put(copy, ByteBuffer.wrap(content)).join();
    assertThat(store.status().files()).isEqualTo(1);
    Copy otherBytes = copy(copy.copyId(), "a", bytes(2, 10));
    assertThat(failure(store.put(otherBytes, ByteBuffer.wrap(bytes(2, 10)))))
        .isEqualTo(FailureCode.ALREADY_EXISTS);
    Copy otherName = copy(copy.copyId(), "b", content);
    assertThat(failure(store.put(otherName, ByteBuffer.wrap(content))))
        .isEqualTo(FailureCode.ALREADY_EXISTS);
  }

  @Test
  void aDeletedCopyIsNeverStoredAgain() {
    byte[] content = bytes(1, 10);
    Copy copy = put(store, "a", content);
    assertThat(store.delete(copy.copyId()).join()).isTrue();
    assertThat(store.delete(copy.copyId()).join()).isFalse();
    assertThat(failure(store.put(copy, ByteBuffer.wrap(content)))).isEqualTo(FailureCode.INVALID);
    assertThat(store.status().files()).isZero();
  }

  @Test
  void aDownloadThatIsRunningOutlivesTheDelete() throws Exception {
    byte[] content = bytes(1, 10);
    Copy copy = put(store, "a", content);
    try (CopyContent opened = store.open(copy.copyId())) {
      store.delete(copy.copyId()).join();
      put(store, "a", bytes(2, 10));
      ByteBuffer found = ByteBuffer.allocate(CopyContent.BLOCK_BYTES);
      opened.read(0, 10, found);
      assertThat(found).isEqualTo(ByteBuffer.wrap(content));
    }
    assertFails(FailureCode.NOT_FOUND, () -> store.open(copy.copyId()));
  }

  @Test
  void damageIsNoticed() throws Exception {
    Copy changed = put(store, "changed", bytes(1, 10));
    Copy cut = put(store, "cut", bytes(1, 10));
    Copy gone = put(store, "gone", bytes(1, 10));
    Files.write(root.resolve("files/0/0/0/0/changed"), bytes(2, 10));
    Files.write(root.resolve("files/0/0/0/0/cut"), bytes(1, 9));
    Files.delete(root.resolve("files/0/0/0/0/gone"));
    assertFails(FailureCode.DAMAGED, () -> store.read(changed.copyId(), 0, 10));
    assertFails(FailureCode.DAMAGED, () -> store.read(cut.copyId(), 0, 9));
    assertFails(FailureCode.DAMAGED, () -> store.open(cut.copyId()));
    assertFails(FailureCode.DAMAGED, () -> store.read(gone.copyId(), 0, 10));
    assertFails(FailureCode.DAMAGED, () -> store.open(gone.copyId()));
    for (Copy copy : List.of(changed, cut, gone)) {
      assertThat(store.delete(copy.copyId()).join()).isTrue();
    }
    assertThat(Trees.below(root.resolve("files"))).isEmpty();
  }

  @Test
  void nothingIsDoneAfterTheClose() throws Exception {
    Copy copy = put(store, "a", bytes(1, 10));
    store.close();
    store.close();
    assertThat(failure(store.delete(copy.copyId()))).isEqualTo(FailureCode.STORE_FAILED);
    assertFails(FailureCode.STORE_FAILED, () -> store.read(copy.copyId(), 0, 10));
    assertFails(FailureCode.STORE_FAILED, () -> store.stage(UUID.randomUUID(), 1));
    assertThat(store.status().accepting()).isFalse();
  }
}

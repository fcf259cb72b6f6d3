package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static io.github.dfserver.node.store.TestCopies.failure;
import static io.github.dfserver.node.store.TestCopies.put;
import static io.github.dfserver.node.store.TestCopies.read;
import static io.github.dfserver.node.store.TestCopies.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFileTest {
  @TempDir Path root;
  private CopyStore store;
  private final byte[] content = bytes(1, 200_000);
  private final Copy copy = copy("large.bin", content);

  @BeforeEach
  void open() throws Exception {
    store = CopyStore.open(StoreOptions.of(root, "100"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static void assertFails(FailureCode code, ThrowingCallable call) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private void assertNothingIsStaged() throws Exception {
    assertThat(Trees.files(root.resolve("staging"))).isEmpty();
  }

  @Test
  void whatWasReceivedIsReadableOnceCommitted() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), -1)) {
      for (int at = 0; at < content.length; at += 50_000) {
        staged.write(ByteBuffer.wrap(content, at, 50_000));
      }
      assertThat(staged.size()).isEqualTo(content.length);
      assertThat(staged.finish()).isEqualTo(copy.sha256());
    }
    assertThat(store.find(copy.copyId())).isEmpty();
    store.commit(copy).join();
    assertThat(read(store, copy)).isEqualTo(content);
    assertNothingIsStaged();
    store.commit(copy).join();
    assertThat(store.status().files()).isEqualTo(1);
  }

  @Test
  void bytesBeyondTheAnnouncedSizeAreRefused() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), 10)) {
      staged.write(ByteBuffer.wrap(content, 0, 6));
      assertFails(
          FailureCode.CHECKSUM_MISMATCH, () -> staged.write(ByteBuffer.wrap(content, 0, 5)));
      assertFails(FailureCode.NOT_FOUND, staged::finish);
    }
    assertNothingIsStaged();
  }

  @Test
  void fewerBytesThanAnnouncedAreRefused() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), 10)) {
      staged.write(ByteBuffer.wrap(content, 0, 6));
      assertFails(FailureCode.CHECKSUM_MISMATCH, staged::finish);
    }
    assertNothingIsStaged();
  }

  @Test
  void whatIsNotFinishedIsGoneWithTheClose() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), -1)) {
      staged.write(ByteBuffer.wrap(content));
    }
    assertNothingIsStaged();
    assertThat(failure(store.commit(copy))).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void whatIsNotFinishedCannotBeCommitted() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), -1)) {
      staged.write(ByteBuffer.wrap(content));
      assertThat(failure(store.commit(copy))).isEqualTo(FailureCode.INVALID);
    }
  }

  @Test
  void aCommitOfOtherBytesDropsWhatWasReceived() throws Exception {
    stage(store, copy, content);
    Copy other = copy(copy.copyId(), "large.bin", bytes(2, 200_000));
    assertThat(failure(store.commit(other))).isEqualTo(FailureCode.CHECKSUM_MISMATCH);
    assertNothingIsStaged();
    assertThat(failure(store.commit(copy))).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void discardingCancelsTheReceiving() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), -1)) {
      staged.write(ByteBuffer.wrap(content));
      assertThat(store.discard(copy.copyId()).join()).isTrue();
      assertNothingIsStaged();
      assertFails(FailureCode.NOT_FOUND, () -> staged.write(ByteBuffer.wrap(content)));
      assertFails(FailureCode.NOT_FOUND, staged::finish);
    }
    assertThat(failure(store.commit(copy))).isEqualTo(FailureCode.INVALID);
    assertFails(FailureCode.INVALID, () -> store.stage(copy.copyId(), -1));
    assertThat(failure(store.put(copy, ByteBuffer.wrap(content)))).isEqualTo(FailureCode.INVALID);
  }

  @Test
  void deletingDropsWhatWasReceived() throws Exception {
    stage(store, copy, content);
    assertThat(store.delete(copy.copyId()).join()).isTrue();
    assertNothingIsStaged();
    assertThat(failure(store.commit(copy))).isEqualTo(FailureCode.INVALID);
    assertThat(store.status().files()).isZero();
  }

  @Test
  void discardingLeavesAStoredCopyAlone() throws Exception {
    Copy stored = put(store, "a", bytes(1, 10));
    assertThat(store.discard(stored.copyId()).join()).isFalse();
    assertThat(read(store, stored)).hasSize(10);
  }

  @Test
  void aCopyIsReceivedOnlyOnceAtATime() throws Exception {
    try (StagedFile staged = store.stage(copy.copyId(), -1)) {
      assertFails(FailureCode.ALREADY_EXISTS, () -> store.stage(copy.copyId(), -1));
      assertThat(failure(store.put(copy, ByteBuffer.wrap(content))))
          .isEqualTo(FailureCode.ALREADY_EXISTS);
      staged.write(ByteBuffer.wrap(content));
      staged.finish();
    }
    store.commit(copy).join();
    assertFails(FailureCode.ALREADY_EXISTS, () -> store.stage(copy.copyId(), -1));
  }

  @Test
  void whatWasReceivedAndNotCommittedIsGoneAfterReopening() throws Exception {
    stage(store, copy, content);
    close();
    open();
    assertNothingIsStaged();
    assertThat(failure(store.commit(copy))).isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void manyCopiesAtATimeKeepTheRuleOf36() throws Exception {
    List<StagedFile> staged = new ArrayList<>();
    for (int i = 0; i < 1400; i++) {
      StagedFile file = store.stage(UUID.randomUUID(), -1);
      file.write(ByteBuffer.wrap(content, 0, 10));
      staged.add(file);
    }
    Trees.assertNoDirectoryHasMoreThan36Entries(root);
    staged.forEach(StagedFile::close);
    assertNothingIsStaged();
  }

  @Test
  void aFileThatIsForcedPieceByPieceIsWhole() throws Exception {
    byte[] large = bytes(5, 40 << 20);
    Copy copyOfLarge = copy("large", large);
    try (StagedFile staged = store.stage(copyOfLarge.copyId(), large.length)) {
      for (int at = 0; at < large.length; at += 1 << 20) {
        staged.write(ByteBuffer.wrap(large, at, 1 << 20));
      }
      staged.finish();
    }
    store.commit(copyOfLarge).join();
    assertThat(read(store, copyOfLarge)).isEqualTo(large);
  }
}

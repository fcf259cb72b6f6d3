package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.BlockSumsTest.flip;
import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.ScrubReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ScrubTest {
  private static final int BLOCK = BlockSums.BLOCK_BYTES;

  @TempDir Path root;
  private final BlockingQueue<Finding> findings = new LinkedBlockingQueue<>();
  private final BlockingQueue<ScrubReport> reports = new LinkedBlockingQueue<>();
  private CopyStore store;

  @BeforeEach
  void open() throws Exception {
    open(StoreOptions.of(root, "100").withFsync(false));
  }

  private void open(StoreOptions options) throws Exception {
    store = CopyStore.open(options);
    store.listen(
        new StoreListener() {
          @Override
          public void found(Finding finding) {
            findings.add(finding);
          }

          @Override
          public void scrubbed(ScrubReport report) {
            reports.add(report);
          }
        });
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private ScrubReport scrub() throws Exception {
    store.scrub();
    ScrubReport begun = Waiting.next(reports, "the begin of a pass");
    assertThat(begun.running()).isTrue();
    assertThat(begun.copiesRead()).isZero();
    ScrubReport ended = Waiting.next(reports, "the end of a pass");
    assertThat(ended.running()).isFalse();
    assertThat(ended.began()).isEqualTo(begun.began());
    assertThat(ended.completed()).isPresent();
    return ended;
  }

  private Path file(Copy copy) throws Exception {
    return store.find(copy.copyId()).orElseThrow().file();
  }

  private void assertFound(Copy copy, CopyHealth health) throws Exception {
    assertThat(Waiting.next(findings, "a finding")).isEqualTo(new Finding(copy, health));
    assertThat(findings).isEmpty();
    CopyHealth known = store.health(copy.copyId());
    assertThat(known).isEqualTo(health);
  }

  @Test
  void aPassOverIntactCopiesFindsNothing() throws Exception {
    long all = 0;
    for (int i = 0; i < 100; i++) {
      all += put(store, "f" + i, bytes(i, i * 10)).size();
    }
    all += TestCopies.commit(store, "large", bytes(1, 10 * BLOCK)).size();
    ScrubReport report = scrub();
    assertThat(report.copies()).isEqualTo(101);
    assertThat(report.copiesRead()).isEqualTo(101);
    assertThat(report.bytesRead()).isEqualTo(all);
    assertThat(report.damaged() + report.missing()).isZero();
    assertThat(findings).isEmpty();
    assertThat(store.scrubReport()).isEqualTo(report);
  }

  @Test
  void everyBitCounts() throws Exception {
    Copy small = put(store, "small", bytes(1, 1000));
    Copy large = TestCopies.commit(store, "large", bytes(2, 5 * BLOCK + 1));
    for (int at : new int[] {0, 500, 999}) {
      assertDamageIsFoundAndForgotten(small, at);
    }
    for (int at : new int[] {0, BLOCK, 3 * BLOCK - 1, 5 * BLOCK}) {
      assertDamageIsFoundAndForgotten(large, at);
    }
  }

  private void assertDamageIsFoundAndForgotten(Copy copy, int at) throws Exception {
    flip(file(copy), at);
    assertThat(scrub().damaged()).isEqualTo(1);
    assertFound(copy, CopyHealth.DAMAGED);
    assertThat(scrub().damaged()).isEqualTo(1);
    assertThat(findings).as("told once").isEmpty();
    flip(file(copy), at);
    assertThat(scrub().damaged()).isZero();
    assertFound(copy, CopyHealth.INTACT);
  }

  @Test
  void filesThatAreCutOrReplacedOrGoneAreFound() throws Exception {
    Copy cut = TestCopies.commit(store, "cut", bytes(1, 2 * BLOCK));
    try (RandomAccessFile file = new RandomAccessFile(file(cut).toFile(), "rw")) {
      file.setLength(2 * BLOCK - 1);
    }
    assertThat(scrub().damaged()).isEqualTo(1);
    assertFound(cut, CopyHealth.DAMAGED);
    store.delete(cut.copyId()).join();

    Copy directory = put(store, "directory", bytes(1, 10));
    Files.delete(file(directory));
    Files.createDirectory(file(directory));
    assertThat(scrub().missing()).isEqualTo(1);
    assertFound(directory, CopyHealth.MISSING);
    Files.delete(file(directory));
    Files.createSymbolicLink(file(directory), root.resolve("lock"));
    assertThat(scrub().missing()).isEqualTo(1);
    assertThat(findings).isEmpty();
    store.delete(directory.copyId()).join();

    Copy gone = put(store, "gone", bytes(1, 10));
    Files.delete(file(gone));
    assertThat(scrub().missing()).isEqualTo(1);
    assertFound(gone, CopyHealth.MISSING);
  }

  @Test
  void aReadFindsDamageToo() throws Exception {
    Copy copy = TestCopies.commit(store, "large", bytes(1, 3 * BLOCK));
    flip(file(copy), BLOCK);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.read(copy.copyId(), BLOCK, 10));
    assertFound(copy, CopyHealth.DAMAGED);
    flip(file(copy), BLOCK);
    store.read(copy.copyId(), 0, 3 * BLOCK);
    assertFound(copy, CopyHealth.INTACT);
  }

  @Test
  void whatIsDamagedIsRememberedUntilItIsRemoved() throws Exception {
    Copy copy = put(store, "a", bytes(1, 100));
    flip(file(copy), 1);
    scrub();
    assertFound(copy, CopyHealth.DAMAGED);
    store.close();
    open();
    assertThat(store.health(copy.copyId())).isEqualTo(CopyHealth.DAMAGED);
    store.delete(copy.copyId()).join();
    assertThat(store.health(copy.copyId())).isEqualTo(CopyHealth.INTACT);
    store.close();
    open();
    assertThat(store.health(copy.copyId())).isEqualTo(CopyHealth.INTACT);
    assertThat(findings).isEmpty();
  }

  @Test
  void whatItRemembersMayBeLost() throws Exception {
    Copy copy = put(store, "a", bytes(1, 100));
    flip(file(copy), 1);
    scrub();
    assertFound(copy, CopyHealth.DAMAGED);
    store.close();
    Files.write(root.resolve("scrub/unwell"), bytes(1, 30));
    Files.write(root.resolve("scrub/pass"), bytes(1, 30));
    open();
    assertThat(store.health(copy.copyId())).isEqualTo(CopyHealth.INTACT);
    assertThat(store.scrubReport()).isEqualTo(ScrubReport.NONE);
    scrub();
    assertFound(copy, CopyHealth.DAMAGED);
  }

  @Test
  void itMakesChecksumsOfBlocksAgainAndNeverThoseOfADamagedCopy() throws Exception {
    Copy copy = TestCopies.commit(store, "large", bytes(1, 3 * BLOCK));
    Path sums = root.resolve("blocks/0/0/0/0/0");
    byte[] before = Files.readAllBytes(sums);
    flip(sums, 5);
    assertThat(scrub().damaged()).isZero();
    store.discard(copy.copyId()).join();
    assertThat(sums).hasBinaryContent(before);
    flip(file(copy), 5);
    Files.delete(sums);
    assertThat(scrub().damaged()).isEqualTo(1);
    store.discard(copy.copyId()).join();
    assertThat(sums).doesNotExist();
  }

  @Test
  void aLargeCopyWithoutChecksumsIsReadWholeBeforeItIsServed() throws Exception {
    Copy copy = TestCopies.commit(store, "large", bytes(1, 65 << 20));
    Path sums = root.resolve("blocks/0/0/0/0/0");
    Files.delete(sums);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.read(copy.copyId(), 5, 10))
        .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.BUSY));
    Waiting.until("the checksums to be made again", () -> Files.exists(sums));
    assertThat(store.read(copy.copyId(), 5, 10).remaining()).isEqualTo(10);
    assertThat(findings).isEmpty();
  }

  @Test
  void aCopyThatIsDeletedMeanwhileIsNoFinding() throws Exception {
    List<Copy> copies = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      copies.add(put(store, "f" + i, bytes(i, 10)));
    }
    for (int i = 0; i < 20; i++) {
      store.scrub();
      for (int j = 0; j < 10; j++) {
        store.delete(copies.remove(0).copyId()).join();
      }
    }
    scrubToTheEnd();
    assertThat(findings).isEmpty();
    assertThat(store.scrubReport().copiesRead()).isEqualTo(100);
  }

  private void scrubToTheEnd() throws Exception {
    store.scrub();
    Waiting.until(
        "the end of the last pass",
        () -> !store.scrubReport().running() && store.scrubReport().copies() == 100);
  }

  @Test
  void aDirectoryThatIsGoneFromUnderTheNodeIsNoFinding() throws Exception {
    Copy copy = put(store, "a", bytes(1, 10));
    Files.move(root.resolve("identity.properties"), root.resolve("away"));
    Files.delete(file(copy));
    store.scrub();
    Waiting.next(reports, "the begin of a pass");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.read(copy.copyId(), 0, 10))
        .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_FAILED));
    store.close();
    assertThat(findings).isEmpty();
    assertThat(reports).isEmpty();
    Files.move(root.resolve("away"), root.resolve("identity.properties"));
    open();
  }

  @Test
  void passesFollowEachOtherByThemselves() throws Exception {
    Copy copy = put(store, "a", bytes(1, 10));
    store.close();
    open(StoreOptions.of(root, "100").withFsync(false).withScrubPeriod(Duration.ofMillis(50)));
    Set<Instant> whole = new HashSet<>();
    while (whole.size() < 3) {
      ScrubReport report = Waiting.next(reports, "a report");
      assertThat(report.running()).isFalse();
      assertThat(report.copies()).isEqualTo(1);
      if (report.copiesRead() == 1) {
        whole.add(report.began().orElseThrow());
      }
    }
    flip(file(copy), 3);
    assertThat(Waiting.next(findings, "a finding").health()).isEqualTo(CopyHealth.DAMAGED);
  }

  @Test
  void aSlowPassGoesOnWhereItWasAndCanBeHurried() throws Exception {
    for (int i = 0; i < 10; i++) {
      put(store, "f" + i, bytes(i, 10));
    }
    StoreOptions slow =
        StoreOptions.of(root, "100").withFsync(false).withScrubPeriod(Duration.ofHours(12));
    store.close();
    open(slow);
    Waiting.until("the first copy to be read", () -> store.scrubReport().copiesRead() > 0);
    ScrubReport before = store.scrubReport();
    assertThat(before.running()).isFalse();
    assertThat(before.copiesRead()).isLessThan(10);
    store.close();
    reports.clear();
    open(slow);
    assertThat(store.scrubReport().began()).isEqualTo(before.began());
    assertThat(store.scrubReport().copiesRead()).isBetween(before.copiesRead(), 9L);
    assertThat(scrub().copiesRead()).isEqualTo(10);
    assertThat(reports).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsDeletedWhileASlowPassPausesInItIsNotHeldOpen() throws Exception {
    byte[] content = bytes(1, 3 * BLOCK);
    Copy copy = TestCopies.copy("large", content);
    TestCopies.stage(store, copy, content);
    store.commit(copy).join();
    Path file = file(copy).toRealPath();
    store.close();
    open(StoreOptions.of(root, "100").withFsync(false).withScrubPeriod(Duration.ofHours(12)));
    Waiting.until("a pause in the middle of the copy", ScrubTest::pausesInACopy);
    assertThat(openFiles()).doesNotContain(file.toString());
    assertThat(store.delete(copy.copyId()).join()).isTrue();
    reports.clear();
    assertThat(scrub().copiesRead()).isZero();
    assertThat(findings).isEmpty();
  }

  private static boolean pausesInACopy() {
    return Thread.getAllStackTraces().values().stream()
        .map(stack -> Arrays.stream(stack).map(StackTraceElement::getMethodName).toList())
        .anyMatch(methods -> methods.containsAll(List.of("await", "pause", "pace", "block")));
  }

  private static List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          open.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    return open;
  }

  @Test
  void anEmptyStoreIsScrubbedToo() throws Exception {
    assertThat(scrub().copies()).isZero();
    assertThat(Trees.files(root.resolve("staging"))).isEmpty();
  }
}

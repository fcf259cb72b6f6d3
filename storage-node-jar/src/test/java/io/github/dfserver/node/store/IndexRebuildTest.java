package io.github.dfserver.node.store;

import static io.github.dfserver.node.store.TestCopies.bytes;
import static io.github.dfserver.node.store.TestCopies.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexRebuildTest {
  /** Of what was not forced nothing is left. */
  private static final Random NOTHING_BY_CHANCE =
      new Random() {
        private static final long serialVersionUID = 1;

        @Override
        public boolean nextBoolean() {
          return false;
        }

        @Override
        public int nextInt(int bound) {
          return 0;
        }
      };

  @TempDir Path temporary;

  @Test
  void whatItRemovesDoesNotComeBackWithALossOfPower() throws Exception {
    Path live = Files.createDirectory(temporary.resolve("live")).toRealPath();
    byte[] content = bytes(1, 100_000);
    Copy large = copy("large", content);
    try (CopyStore store = CopyStore.open(StoreOptions.of(live, "100"))) {
      TestCopies.stage(store, large, content);
      store.commit(large).join();
    }
    Path own = live.resolve("blocks/0/0/0/0/0");
    Path ofNothing = live.resolve("blocks/0/0/0/1/5");
    Files.createDirectory(ofNothing.getParent());
    Files.copy(own, ofNothing);
    for (Path file : Trees.files(live.resolve("index"))) {
      Files.delete(file);
    }

    Path left = losePowerAfterOpening(live);

    assertThat(Trees.files(left.resolve("blocks")))
        .containsExactly(left.resolve(live.relativize(own)));
    try (CopyStore store = CopyStore.open(StoreOptions.of(left, "100"))) {
      assertThat(TestCopies.read(store, large)).isEqualTo(content);
    }
  }

  private Path losePowerAfterOpening(Path live) throws Exception {
    SimulatedDisk disk = new SimulatedDisk(live, temporary.resolve("before"), false);
    SimulatedJournalFiles journal = new SimulatedJournalFiles(live.resolve("journal"));
    CopyStore store =
        CopyStore.open(
            StoreOptions.of(live, "100"),
            Ports.defaults().withDisk(root -> disk).withJournalFiles(journal));
    disk.turnOff();
    journal.turnOff();
    try {
      store.close();
    } catch (IOException e) {
      assertThat(e).isNotNull(); // the power is off
    }
    Path left = Files.createDirectory(temporary.resolve("left"));
    disk.leave(left, NOTHING_BY_CHANCE);
    journal.leave(left.resolve("journal"), NOTHING_BY_CHANCE);
    return left;
  }
}

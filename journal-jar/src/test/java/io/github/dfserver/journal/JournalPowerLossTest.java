package io.github.dfserver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power is lost, or the process killed, hundreds of times: at any call, in opening and closing too.
 */
class JournalPowerLossTest {
  private static final int LIVES = 200;
  private static final int THREADS = 3;
  private static final int[] SIZES = {0, 40, 40, 40, 200, 500};

  @TempDir private Path directory;

  /** What was ever appended and may still be there: position of the end to content. */
  private final ConcurrentSkipListMap<Long, byte[]> appended = new ConcurrentSkipListMap<>();

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong released = new AtomicLong();
  private int replays;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyAcknowledgedEntryIsKeptAndNoneIsInvented(long seed) throws Exception {
    Random random = new Random(seed);
    LossyDisk disk = new LossyDisk(random, directory);
    boolean forcedBefore = true;
    for (int life = 0; life < LIVES; life++) {
      boolean force = !forcedBefore || random.nextInt(4) > 0;
      try {
        live(random, disk, force, forcedBefore);
      } catch (JournalDamagedException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", life " + life, e);
      }
      // Without forcing, entries are promised to survive the process but not the loss of power.
      if (force && random.nextBoolean()) {
        disk.losePower();
      }
      forcedBefore = force;
    }
    assertThat(disk.mostNames()).isLessThanOrEqualTo(36);
    assertThat(replays).isGreaterThan(LIVES / 2);
    assertThat(released.get()).isPositive();
  }

  private void live(Random random, LossyDisk disk, boolean force, boolean forcedBefore)
      throws Exception {
    JournalOptions options =
        JournalOptions.defaults()
            .withFiles(disk)
            .withForce(force)
            .withSegmentBytes(256 + random.nextInt(4096))
            .withMaxPendingBytes(2048 + random.nextInt(4096));
    long calls = random.nextInt(5) == 0 ? random.nextInt(12) : random.nextInt(300);
    disk.failAfter(forcedBefore ? calls : Long.MAX_VALUE);
    // Who has lost the position can do with the oldest one: nothing is missing from there on.
    long checkpoint =
        random.nextBoolean()
            ? released.get()
            : Journal.oldestPosition(directory).orElse(released.get());
    ConcurrentSkipListMap<Long, byte[]> replayed = new ConcurrentSkipListMap<>();
    Journal journal;
    try {
      journal =
          Journal.open(
              directory, checkpoint, options, (position, e) -> replayed.put(position, copy(e)));
    } catch (JournalDamagedException e) {
      throw e;
    } catch (IOException theEnd) {
      assertThat(theEnd).hasMessage("the end");
      return;
    }
    verify(replayed, checkpoint, journal.appendedPosition());
    disk.failAfter(calls);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random own = new Random(random.nextLong());
      Thread thread = new Thread(() -> appendUntilTheEnd(journal, own));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    try {
      journal.close();
    } catch (JournalFailedException theEnd) {
      assertThat(journal.failed()).isTrue();
    }
  }

  private void verify(ConcurrentSkipListMap<Long, byte[]> replayed, long checkpoint, long end) {
    replays++;
    assertThat(end).isGreaterThanOrEqualTo(acknowledged.get());
    // Positions behind the end are used again.
    appended.tailMap(end, false).clear();
    assertThat(replayed.keySet()).isEqualTo(appended.tailMap(checkpoint, false).keySet());
    replayed.forEach((position, content) -> assertThat(content).isEqualTo(appended.get(position)));
    // What was replayed has been acted upon, so it must stay.
    acknowledged.accumulateAndGet(end, Math::max);
  }

  private void appendUntilTheEnd(Journal journal, Random random) {
    int entries = random.nextInt(100);
    try {
      for (int i = 0; i < entries; i++) {
        byte[] content = new byte[SIZES[random.nextInt(SIZES.length)]];
        random.nextBytes(content);
        Appended entry = journal.append(ByteBuffer.wrap(content));
        appended.put(entry.position(), content);
        var unused =
            entry
                .forced()
                .thenRun(() -> acknowledged.accumulateAndGet(entry.position(), Math::max));
        if (random.nextInt(3) == 0) {
          entry.forced().exceptionally(theEnd -> null).join();
        }
        if (random.nextInt(20) == 0 && entry.position() <= journal.forcedPosition()) {
          released.accumulateAndGet(entry.position(), Math::max);
          journal.release(entry.position());
        }
      }
    } catch (IOException theEnd) {
      assertThat(journal.failed() || theEnd.getMessage().equals("the end")).isTrue();
    }
  }

  private static byte[] copy(ByteBuffer entry) {
    byte[] content = new byte[entry.remaining()];
    entry.get(content);
    return content;
  }
}

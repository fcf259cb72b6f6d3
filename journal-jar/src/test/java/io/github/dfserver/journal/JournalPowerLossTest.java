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

/** Power is lost hundreds of times, at any call, in opening and closing too. */
class JournalPowerLossTest {
  private static final int LIVES = 150;
  private static final int THREADS = 3;

  @TempDir private Path directory;

  /** What was ever appended and may still be there: position of the end to content. */
  private final ConcurrentSkipListMap<Long, byte[]> appended = new ConcurrentSkipListMap<>();

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong released = new AtomicLong();
  private long checkpoint;
  private int replays;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyAcknowledgedEntryIsKeptAndNoneIsInvented(long seed) throws Exception {
    Random random = new Random(seed);
    for (int life = 0; life < LIVES; life++) {
      int calls = random.nextInt(10) == 0 ? 1 + random.nextInt(10) : 1 + random.nextInt(300);
      LossyDisk disk = new LossyDisk(random, directory, calls);
      try {
        live(random, disk);
      } catch (JournalDamagedException e) {
        throw new AssertionError("seed " + seed + ", life " + life, e);
      }
      assertThat(disk.mostNames()).isLessThanOrEqualTo(36);
      disk.losePower();
    }
    assertThat(replays).isGreaterThan(LIVES / 2);
    assertThat(acknowledged.get()).isPositive();
  }

  private void live(Random random, LossyDisk disk) throws Exception {
    JournalOptions options =
        JournalOptions.defaults()
            .withFiles(disk)
            .withSegmentBytes(256 + random.nextInt(4096))
            .withMaxPendingBytes(2048 + random.nextInt(4096));
    ConcurrentSkipListMap<Long, byte[]> replayed = new ConcurrentSkipListMap<>();
    Journal journal;
    try {
      journal =
          Journal.open(
              directory, checkpoint, options, (position, e) -> replayed.put(position, copy(e)));
    } catch (JournalDamagedException e) {
      throw e;
    } catch (IOException noPower) {
      assertThat(noPower).hasMessage("no power");
      return;
    }
    verify(replayed, journal.appendedPosition());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random own = new Random(random.nextLong());
      Thread thread = new Thread(() -> appendUntilNoPower(journal, own));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    try {
      journal.close();
    } catch (JournalFailedException noPower) {
      assertThat(journal.failed()).isTrue();
    }
    checkpoint = Math.max(checkpoint, released.get());
  }

  private void verify(ConcurrentSkipListMap<Long, byte[]> replayed, long end) {
    replays++;
    assertThat(end).isGreaterThanOrEqualTo(acknowledged.get());
    // Positions behind the end are used again.
    appended.tailMap(end, false).clear();
    assertThat(replayed.keySet()).isEqualTo(appended.tailMap(checkpoint, false).keySet());
    replayed.forEach((position, content) -> assertThat(content).isEqualTo(appended.get(position)));
    // What was replayed has been acted upon, so it must stay.
    acknowledged.accumulateAndGet(end, Math::max);
  }

  private void appendUntilNoPower(Journal journal, Random random) {
    int entries = random.nextInt(100);
    try {
      for (int i = 0; i < entries; i++) {
        byte[] content = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(500)];
        random.nextBytes(content);
        Appended entry = journal.append(ByteBuffer.wrap(content));
        appended.put(entry.position(), content);
        var unused =
            entry
                .forced()
                .thenRun(() -> acknowledged.accumulateAndGet(entry.position(), Math::max));
        if (random.nextInt(3) == 0) {
          entry.forced().exceptionally(noPower -> null).join();
        }
        if (random.nextInt(20) == 0) {
          long position = entry.position();
          if (position <= journal.forcedPosition()) {
            released.accumulateAndGet(position, Math::max);
            journal.release(position);
          }
        }
      }
    } catch (IOException noPower) {
      assertThat(journal.failed() || noPower.getMessage().equals("no power")).isTrue();
    }
  }

  private static byte[] copy(ByteBuffer entry) {
    byte[] content = new byte[entry.remaining()];
    entry.get(content);
    return content;
  }
}

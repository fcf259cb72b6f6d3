package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Stores and deletes copies until it is killed, and prints a line for each answer: {@code + copyId}
 * or {@code - copyId}; {@code ? copyId} before a delete. The bytes follow from the copy id.
 */
final class WriterProcess {
  private static final int THREADS = 4;

  private WriterProcess() {}

  static byte[] content(UUID copyId) {
    Random random = new Random(copyId.getMostSignificantBits());
    int most = random.nextInt(5) == 0 ? 200_000 : 5_000;
    return TestCopies.bytes(copyId.getMostSignificantBits(), random.nextInt(most));
  }

  /** The data directory is the argument. */
  public static void main(String[] arguments) throws Exception {
    CheckpointLimits often = new CheckpointLimits(100, 4 << 20, Duration.ofSeconds(1), 3);
    CopyStore store =
        CopyStore.open(
            StoreOptions.of(Path.of(arguments[0]), "100"),
            Ports.defaults().withLimits(often).withSegmentBytes(1 << 20));
    List<Copy> stored = Collections.synchronizedList(new ArrayList<>(TestCopies.all(store)));
    for (int i = 0; i < THREADS; i++) {
      new Thread(() -> write(store, stored)).start();
    }
  }

  private static void write(CopyStore store, List<Copy> stored) {
    Random random = new Random();
    try {
      while (true) {
        UUID copyId = UUID.randomUUID();
        byte[] content = content(copyId);
        Copy copy = TestCopies.copy(copyId, "dir/name-" + random.nextInt(50), content);
        if (content.length < 5_000) {
          store.put(copy, ByteBuffer.wrap(content)).join();
        } else {
          TestCopies.stage(store, copy, content);
          store.commit(copy).join();
        }
        say("+", copyId);
        stored.add(copy);
        if (random.nextInt(3) == 0) {
          Copy gone = stored.remove(random.nextInt(stored.size()));
          say("?", gone.copyId());
          store.delete(gone.copyId()).join();
          say("-", gone.copyId());
        }
      }
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String what, UUID copyId) {
    PrintStream out = System.out;
    synchronized (out) {
      out.println(what + " " + copyId);
      out.flush();
    }
  }
}

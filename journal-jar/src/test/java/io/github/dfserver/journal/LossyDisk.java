package io.github.dfserver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk that fails after a number of calls, because the process was killed or power was lost.
 * Power takes what was not forced by then: piece by piece it is kept, lost or torn: directory
 * entries one by one, content by parts of sectors. Bytes that a write did not change are not harmed
 * by it.
 *
 * <p>Until then the files are real ones, so that they can be read.
 */
final class LossyDisk implements JournalFile.Opener {
  private static final int SECTOR = 64;

  private final JournalFile.Opener disk = JournalFile.Opener.disk();
  private final Random random;
  private final Path journal;
  private final Map<Path, Content> durableNames = new HashMap<>();
  private final Map<Path, Content> names = new HashMap<>();
  private long callsLeft;
  private int mostNames;

  /** A file: what the disk holds for certain, and what it was told since. */
  private static final class Content {
    private byte[] durable = {};
    private final List<Change> changes = new ArrayList<>();
  }

  /** A write, or without bytes the cutting of a file. */
  private static final class Change {
    private final int offset;
    private final byte[] bytes;

    Change(long offset, byte[] bytes) {
      this.offset = (int) offset;
      this.bytes = bytes;
    }

    boolean canTear() {
      return bytes != null && bytes.length > 0;
    }

    byte[] applyTo(byte[] before) {
      if (bytes == null) {
        return Arrays.copyOf(before, offset);
      }
      byte[] after = Arrays.copyOf(before, Math.max(before.length, offset + bytes.length));
      System.arraycopy(bytes, 0, after, offset, bytes.length);
      return after;
    }
  }

  LossyDisk(Random random, Path directory) throws IOException {
    this.random = random;
    this.journal = directory;
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Content content = new Content();
        content.durable = Files.readAllBytes(file);
        durableNames.put(file, content);
      }
    }
    names.putAll(durableNames);
  }

  /** Most files that were there at a time. */
  synchronized int mostNames() {
    return mostNames;
  }

  /** Fails after so many calls from now. */
  synchronized void failAfter(long calls) {
    callsLeft = calls;
  }

  private void call() throws IOException {
    if (callsLeft == 0) {
      throw new IOException("the end");
    }
    callsLeft--;
  }

  @Override
  public synchronized JournalFile create(Path file) throws IOException {
    call();
    JournalFile created = disk.create(file);
    Content content = new Content();
    names.put(file, content);
    mostNames = Math.max(mostNames, names.size());
    return new Lossy(content, created);
  }

  @Override
  public synchronized JournalFile open(Path file) throws IOException {
    call();
    return new Lossy(names.get(file), disk.open(file));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    call();
    disk.delete(file);
    names.remove(file);
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    call();
    if (directory.equals(journal)) {
      durableNames.clear();
      durableNames.putAll(names);
    }
  }

  /** Has the directory hold what is left after the loss of power, and that is on the disk. */
  synchronized void losePower() throws IOException {
    Map<Path, Content> all = new HashMap<>(durableNames);
    all.putAll(names);
    for (Map.Entry<Path, Content> entry : all.entrySet()) {
      boolean forced = durableNames.containsKey(entry.getKey());
      boolean isThere = forced == names.containsKey(entry.getKey()) ? forced : random.nextBoolean();
      Content content = entry.getValue();
      content.durable = survivingContent(content);
      content.changes.clear();
      Files.deleteIfExists(entry.getKey());
      durableNames.remove(entry.getKey());
      if (isThere) {
        Files.write(entry.getKey(), content.durable);
        durableNames.put(entry.getKey(), content);
      }
    }
    names.clear();
    names.putAll(durableNames);
  }

  private byte[] survivingContent(Content content) {
    byte[] left = content.durable;
    for (Change change : content.changes) {
      int fate = random.nextInt(4);
      if (fate == 0 && change.canTear()) {
        left = tear(left, change);
      } else if (fate > 1) {
        left = change.applyTo(left);
      }
    }
    return left;
  }

  private byte[] tear(byte[] before, Change change) {
    byte[] whole = change.applyTo(before);
    byte[] torn = Arrays.copyOf(before, whole.length);
    for (int sector = 0; sector < whole.length; sector += SECTOR) {
      int end = Math.min(whole.length, sector + SECTOR);
      int fate = random.nextInt(4);
      int cut = fate == 0 ? sector + random.nextInt(end - sector) : fate == 1 ? sector : end;
      System.arraycopy(whole, sector, torn, sector, cut - sector);
      for (int i = sector; fate == 3 && random.nextInt(8) == 0 && i < end; i++) {
        torn[i] = i < before.length && before[i] == whole[i] ? torn[i] : (byte) random.nextInt();
      }
    }
    int size = before.length + random.nextInt(whole.length - before.length + 1);
    return random.nextBoolean() ? torn : Arrays.copyOf(torn, size);
  }

  private final class Lossy implements JournalFile {
    private final Content content;
    private final JournalFile file;

    Lossy(Content content, JournalFile file) {
      this.content = content;
      this.file = file;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
      synchronized (LossyDisk.this) {
        // The end may come just before this write, or in it: before it is known to be done.
        if (callsLeft > 0 || random.nextBoolean()) {
          byte[] bytes = new byte[source.remaining()];
          source.duplicate().get(bytes);
          content.changes.add(new Change(offset, bytes));
          file.write(offset, source);
        }
        call();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (LossyDisk.this) {
        call();
        content.changes.add(new Change(size, null));
        file.truncate(size);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (LossyDisk.this) {
        call();
        for (Change change : content.changes) {
          content.durable = change.applyTo(content.durable);
        }
        content.changes.clear();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

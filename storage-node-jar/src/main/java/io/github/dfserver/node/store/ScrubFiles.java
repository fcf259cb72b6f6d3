package io.github.dfserver.node.store;

import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.ScrubReport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The folder that keeps the scrub's position and the unwell copies across restarts. Either file may
 * be lost: then the next pass begins anew, and finds again what is damaged. Used by one thread at a
 * time.
 */
final class ScrubFiles {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());
  private static final int PASS_BYTES = 2 + 8 * 8;
  private static final int COPY_BYTES = 16 + 1;

  private final Layout layout;
  private final Disk disk;
  private final Staging staging;
  private final boolean force;

  ScrubFiles(Layout layout, Disk disk, Staging staging, boolean force) {
    this.layout = layout;
    this.disk = disk;
    this.staging = staging;
    this.force = force;
  }

  private Path pass() {
    return layout.scrub().resolve("pass");
  }

  private Path unwell() {
    return layout.scrub().resolve("unwell");
  }

  /** Where the scrub was. */
  ScrubPass readPass() {
    ByteBuffer from = read(pass());
    if (from.remaining() != PASS_BYTES) {
      return ScrubPass.NONE;
    }
    try {
      boolean running = from.get() != 0;
      ScrubReport report =
          new ScrubReport(
              running,
              from.getLong(),
              from.getLong(),
              from.getLong(),
              from.getLong(),
              from.getLong(),
              instant(from.getLong()),
              instant(from.getLong()));
      return new ScrubPass(report, from.get() != 0, from.getLong());
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "Where the scrub was makes no sense; it begins anew", e);
      return ScrubPass.NONE;
    }
  }

  private static Optional<Instant> instant(long millis) {
    return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Is not forced: a pass that goes over some copies again does no harm. */
  void write(ScrubPass pass) throws IOException, StoreException {
    ScrubReport r = pass.report();
    ByteBuffer to = ByteBuffer.allocate(PASS_BYTES).put((byte) (r.running() ? 1 : 0));
    to.putLong(r.copies()).putLong(r.copiesRead()).putLong(r.bytesRead());
    to.putLong(r.damaged()).putLong(r.missing());
    to.putLong(r.began().map(Instant::toEpochMilli).orElse(-1L));
    to.putLong(r.completed().map(Instant::toEpochMilli).orElse(-1L));
    to.put((byte) (pass.underWay() ? 1 : 0)).putLong(pass.position());
    write(pass(), to.flip(), false);
  }

  /** The copies that something was known against. */
  Map<UUID, CopyHealth> readUnwell() {
    Map<UUID, CopyHealth> copies = new LinkedHashMap<>();
    ByteBuffer from = read(unwell());
    while (from.remaining() >= COPY_BYTES) {
      UUID copyId = CopyRecord.getUuid(from);
      copies.put(copyId, from.get() == 0 ? CopyHealth.MISSING : CopyHealth.DAMAGED);
    }
    return copies;
  }

  /** Is forced as the store's options say. */
  void write(Map<UUID, CopyHealth> copies) throws IOException, StoreException {
    ByteBuffer to = ByteBuffer.allocate(copies.size() * COPY_BYTES);
    copies.forEach(
        (copyId, health) -> {
          CopyRecord.putUuid(to, copyId);
          to.put((byte) (health == CopyHealth.MISSING ? 0 : 1));
        });
    write(unwell(), to.flip(), force);
  }

  private void write(Path file, ByteBuffer content, boolean forced)
      throws IOException, StoreException {
    CRC32C crc = new CRC32C();
    crc.update(content.duplicate());
    ByteBuffer sum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).flip();
    StagingPlace staged = staging.reserve("scrub-" + file.getFileName());
    try {
      disk.delete(staged.path());
      try (Disk.Output output = disk.create(staged.path())) {
        output.write(sum);
        output.write(content);
        if (forced) {
          output.force();
        }
      }
      disk.move(staged.path(), file);
      if (forced) {
        disk.forceDirectory(layout.scrub());
      }
    } finally {
      staging.drop(staged);
    }
  }

  /** What is in a file; nothing when it is lost or damaged. */
  private static ByteBuffer read(Path file) {
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        CRC32C crc = new CRC32C();
        if (content.remaining() >= 4) {
          int sum = content.getInt();
          crc.update(content.duplicate());
          if (sum == (int) crc.getValue()) {
            return content;
          }
        }
        LOG.log(Level.WARNING, "{0} is damaged and counts for nothing", file);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be read and counts for nothing", e);
    }
    return ByteBuffer.allocate(0);
  }
}

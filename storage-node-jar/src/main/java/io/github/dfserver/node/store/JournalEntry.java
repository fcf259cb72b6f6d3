package io.github.dfserver.node.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the store writes to its journal: a byte that says which, and the fields. */
sealed interface JournalEntry {
  /** The copy that it is about. */
  UUID copyId();

  /** The slot that it takes or frees. */
  Place place();

  /** A copy was added, and all its bytes are in the entry. */
  record Added(CopyRecord record, ByteBuffer content) implements JournalEntry {
    private static final byte TYPE = 1;

    @Override
    public UUID copyId() {
      return record.copy().copyId();
    }

    @Override
    public Place place() {
      return record.place();
    }
  }

  /**
   * A copy was added whose bytes are in a staged file, {@code staged} below the staging folder, and
   * the checksums of its blocks in {@code sums}, which is empty when there are none.
   */
  record AddedStaged(CopyRecord record, String staged, String sums) implements JournalEntry {
    private static final byte TYPE = 2;

    @Override
    public UUID copyId() {
      return record.copy().copyId();
    }

    @Override
    public Place place() {
      return record.place();
    }
  }

  /** A copy was removed; the tombstone is there when its file was deleted with it. */
  record Removed(UUID copyId, Place place, Optional<TombstoneRecord> tombstone)
      implements JournalEntry {
    private static final byte TYPE = 3;
    private static final byte TYPE_WITH_TOMBSTONE = 4;
  }

  /** The parts of the entry for {@link Added}, whose record is encoded already. */
  static ByteBuffer[] added(ByteBuffer record, ByteBuffer content) {
    return new ByteBuffer[] {ByteBuffer.wrap(new byte[] {Added.TYPE}), record, content};
  }

  /** The parts of the entry for {@link AddedStaged}, whose record is encoded already. */
  static ByteBuffer[] addedStaged(ByteBuffer record, String staged, String sums) {
    return new ByteBuffer[] {
      ByteBuffer.wrap(new byte[] {AddedStaged.TYPE}), record, text(staged), text(sums)
    };
  }

  /** The parts of the entry for {@link Removed}. */
  static ByteBuffer[] removed(UUID copyId, Place place, Optional<TombstoneRecord> tombstone) {
    ByteBuffer head = ByteBuffer.allocate(1 + 16 + 8 + 16 + 8 + 8);
    head.put(tombstone.isPresent() ? Removed.TYPE_WITH_TOMBSTONE : Removed.TYPE);
    CopyRecord.putUuid(head, copyId);
    head.putLong(place.slot());
    tombstone.ifPresent(
        deleted -> {
          CopyRecord.putUuid(head, deleted.fileId());
          head.putLong(deleted.moveSequence()).putLong(deleted.deletedAt().toEpochMilli());
        });
    return new ByteBuffer[] {head.flip(), text(place.fileName())};
  }

  private static Removed decodeRemoved(ByteBuffer from, boolean withTombstone) {
    UUID copyId = CopyRecord.getUuid(from);
    long slot = from.getLong();
    Optional<TombstoneRecord> tombstone =
        withTombstone
            ? Optional.of(
                new TombstoneRecord(
                    CopyRecord.getUuid(from), from.getLong(), Instant.ofEpochMilli(from.getLong())))
            : Optional.empty();
    return new Removed(copyId, new Place(slot, CopyRecord.getText(from)), tombstone);
  }

  private static ByteBuffer text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer encoded = ByteBuffer.allocate(2 + bytes.length);
    CopyRecord.putText(encoded, bytes);
    return encoded.flip();
  }

  /**
   * Reads an entry.
   *
   * @throws BufferUnderflowException when it is cut short
   * @throws IllegalArgumentException when it makes no sense
   */
  static JournalEntry decode(ByteBuffer from) {
    byte type = from.get();
    return switch (type) {
      case Added.TYPE -> new Added(CopyRecord.decode(from), from.slice());
      case AddedStaged.TYPE ->
          new AddedStaged(
              CopyRecord.decode(from),
              CopyRecord.getText(from),
              from.hasRemaining() ? CopyRecord.getText(from) : ""); // none in older journals
      case Removed.TYPE -> decodeRemoved(from, false);
      case Removed.TYPE_WITH_TOMBSTONE -> decodeRemoved(from, true);
      default -> throw new IllegalArgumentException("unknown journal entry " + type);
    };
  }
}

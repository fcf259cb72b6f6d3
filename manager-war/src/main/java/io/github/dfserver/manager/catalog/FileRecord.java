package io.github.dfserver.manager.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What the catalogue knows about one name. Immutable; each transition returns a new record whose
 * revision is higher by one.
 *
 * @param fileId the file's id for as long as it exists
 * @param copyId the copy on {@code node}; never used again for another copy
 * @param name the whole name, well-formed Unicode, exactly as the client sent it
 * @param contentType as uploaded, empty where none was given
 * @param content size and checksum; always present when LIVE or DELETING, and empty while a
 *     streamed upload is PENDING or ABANDONED
 * @param node the id of the node that holds, or is to hold, the copy
 * @param createdAt when the upload began, in whole milliseconds
 * @param state where the record stands
 * @param owner the manager that is changing the record; the last one that did when LIVE
 * @param leaseExpires until when the owner's change is left alone, in whole milliseconds; without
 *     meaning when LIVE
 * @param moveSequence 0 for the first copy, raised by each move
 * @param revision 1 for a new record, raised by each change
 */
public record FileRecord(
    UUID fileId,
    UUID copyId,
    String name,
    String contentType,
    Optional<FileContent> content,
    String node,
    Instant createdAt,
    FileState state,
    UUID owner,
    Instant leaseExpires,
    long moveSequence,
    long revision) {

  /** Cuts both instants to milliseconds; refuses nulls and a LIVE record without content. */
  public FileRecord {
    Objects.requireNonNull(fileId, "fileId");
    Objects.requireNonNull(copyId, "copyId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(owner, "owner");
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    leaseExpires = leaseExpires.truncatedTo(ChronoUnit.MILLIS);
    if (content.isEmpty() && (state == FileState.LIVE || state == FileState.DELETING)) {
      throw new IllegalArgumentException("a " + state + " record has content: " + name);
    }
  }

  /**
   * A new record for an upload that begins, with ids of its own and revision 1.
   *
   * @param content empty when size and checksum are known only after the body was read
   */
  public static FileRecord pending(
      String name,
      String contentType,
      Optional<FileContent> content,
      String node,
      Instant createdAt,
      UUID owner,
      Instant leaseExpires) {
    return new FileRecord(
        UUID.randomUUID(),
        UUID.randomUUID(),
        name,
        contentType,
        content,
        node,
        createdAt,
        FileState.PENDING,
        owner,
        leaseExpires,
        0,
        1);
  }

  /** PENDING to LIVE: the copy is whole and durable on its node. */
  public FileRecord live(FileContent stored) {
    return next(FileState.LIVE, Optional.of(stored), owner, leaseExpires);
  }

  /** LIVE to DELETING: the file is gone for clients and {@code newOwner} removes its copy. */
  public FileRecord deleting(UUID newOwner, Instant newLease) {
    return next(FileState.DELETING, content, newOwner, newLease);
  }

  /** PENDING to ABANDONED: the upload failed and {@code newOwner} removes what is left of it. */
  public FileRecord abandoned(UUID newOwner, Instant newLease) {
    return next(FileState.ABANDONED, content, newOwner, newLease);
  }

  /** Keeps the state and takes, or takes over, the lease. Not for a LIVE record. */
  public FileRecord renewed(UUID newOwner, Instant newLease) {
    return next(state, content, newOwner, newLease);
  }

  /** Whether this record and the other one are the same revision of the same file's record. */
  public boolean sameRevision(FileRecord other) {
    return revision == other.revision
        && fileId.equals(other.fileId)
        && copyId.equals(other.copyId)
        && name.equals(other.name);
  }

  /**
   * Refuses a record that cannot be the first of its name; for adapters.
   *
   * @throws IllegalArgumentException when it is not PENDING or its revision not 1
   */
  public void requireNew() {
    if (state != FileState.PENDING || revision != 1) {
      throw new IllegalArgumentException(
          "a record begins PENDING at revision 1, not " + state + " at " + revision + ": " + name);
    }
  }

  /**
   * Refuses to free the name of a file that can be read; for adapters.
   *
   * @throws IllegalArgumentException when the record is LIVE
   */
  public void requireRemovable() {
    if (!state.canBeRemoved()) {
      throw new IllegalArgumentException("a " + state + " record cannot be removed: " + name);
    }
  }

  /**
   * Refuses a change that is no transition; for adapters.
   *
   * @throws IllegalArgumentException when {@code next} cannot follow this record
   */
  public void requireSuccessor(FileRecord next) {
    if (!state.canBecome(next.state)) {
      throw new IllegalArgumentException("a " + state + " record cannot become " + next.state);
    }
    if (!name.equals(next.name) || !fileId.equals(next.fileId)) {
      throw new IllegalArgumentException("name and file id of a record never change: " + name);
    }
    if (next.revision != revision + 1) {
      throw new IllegalArgumentException(
          "revision " + next.revision + " does not follow " + revision + ": " + name);
    }
  }

  private FileRecord next(
      FileState newState, Optional<FileContent> newContent, UUID newOwner, Instant newLease) {
    if (!state.canBecome(newState)) {
      throw new IllegalStateException("a " + state + " record cannot become " + newState);
    }
    return new FileRecord(
        fileId,
        copyId,
        name,
        contentType,
        newContent,
        node,
        createdAt,
        newState,
        newOwner,
        newLease,
        moveSequence,
        revision + 1);
  }
}

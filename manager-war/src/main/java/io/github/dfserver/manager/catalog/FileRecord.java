package io.github.dfserver.manager.catalog;

import io.github.dfserver.protocol.Copy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

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
 * @param owner the manager that is changing the record; the last one that did when it is settled
 * @param leaseExpires until when the owner's change is left alone, in whole milliseconds; when the
 *     record is {@link #settled} without meaning but for {@link #isAdopted}
 * @param moveSequence 0 for the first copy, raised by each move
 * @param revision 1 for a new record, raised by each change
 * @param health what is known of the bytes; always INTACT when PENDING or ABANDONED
 * @param move the copy that the file is on its way to; only of a LIVE or DELETING record
 * @param previous the copy that the file has left, until it is removed; only of a LIVE or DELETING
 *     record
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
    long revision,
    Health health,
    Optional<Move> move,
    Optional<CopyPlace> previous) {

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
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(move, "move");
    Objects.requireNonNull(previous, "previous");
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
    leaseExpires = leaseExpires.truncatedTo(ChronoUnit.MILLIS);
    if (content.isEmpty() && (state == FileState.LIVE || state == FileState.DELETING)) {
      throw new IllegalArgumentException("a " + state + " record has content: " + name);
    }
    boolean upload = state == FileState.PENDING || state == FileState.ABANDONED;
    if (upload && (health != Health.INTACT || move.isPresent() || previous.isPresent())) {
      throw new IllegalArgumentException("a " + state + " record has one copy: " + name);
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
        1,
        Health.INTACT,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A LIVE record for a copy that a node has and the catalogue does not know, with revision 1.
   *
   * @param health what the node knows of its bytes
   */
  public static FileRecord adopted(String node, Copy copy, Health health, UUID owner) {
    return new FileRecord(
        copy.fileId(),
        copy.copyId(),
        copy.name(),
        copy.contentType(),
        Optional.of(new FileContent(copy.size(), copy.sha256())),
        node,
        copy.createdAt(),
        FileState.LIVE,
        owner,
        copy.createdAt(),
        copy.moveSequence(),
        1,
        health,
        Optional.empty(),
        Optional.empty());
  }

  /** PENDING to LIVE: the copy is whole and durable on its node. */
  public FileRecord live(FileContent stored) {
    return next(change -> change.content = Optional.of(stored), FileState.LIVE);
  }

  /**
   * LIVE to DELETING: the file is gone for clients and {@code newOwner} removes its copies, the one
   * it was on its way to and the one it had left included.
   */
  public FileRecord deleting(UUID newOwner, Instant newLease) {
    return next(change -> change.lease(newOwner, newLease), FileState.DELETING);
  }

  /** PENDING to ABANDONED: the upload failed and {@code newOwner} removes what is left of it. */
  public FileRecord abandoned(UUID newOwner, Instant newLease) {
    return next(change -> change.lease(newOwner, newLease), FileState.ABANDONED);
  }

  /** Keeps the state and takes, or takes over, the lease. Not for a settled record. */
  public FileRecord renewed(UUID newOwner, Instant newLease) {
    if (settled()) {
      throw new IllegalStateException("nothing of the record is being changed: " + name);
    }
    return next(change -> change.lease(newOwner, newLease), state);
  }

  /**
   * LIVE, settled: the file sets out for another copy, which {@code newOwner} makes.
   *
   * @throws IllegalStateException when it is moving, or the copy that it left is not removed yet
   */
  public FileRecord moving(Move begun, UUID newOwner, Instant newLease) {
    requireLive();
    if (!settled()) {
      throw new IllegalStateException("the file is moving already: " + name);
    }
    return next(
        change -> {
          change.move = Optional.of(begun);
          change.lease(newOwner, newLease);
        },
        state);
  }

  /**
   * LIVE, moving: the target is whole and durable, and the file's home from now on. The copy that
   * it had is the previous one until it is removed.
   *
   * @throws IllegalStateException when it is not moving, or the move was cancelled
   */
  public FileRecord moved() {
    requireLive();
    Move done =
        move.filter(one -> !one.cancelled())
            .orElseThrow(() -> new IllegalStateException("the file is not moving: " + name));
    return next(
        change -> {
          change.home = done.target();
          change.previous = Optional.of(home());
          change.move = Optional.empty();
          change.moveSequence++;
          change.health = Health.INTACT;
        },
        state);
  }

  /** LIVE, moving: it will not happen, and {@code newOwner} removes what there is of the target. */
  public FileRecord moveCancelled(UUID newOwner, Instant newLease) {
    requireLive();
    Move given = move.orElseThrow(() -> new IllegalStateException("it is not moving: " + name));
    return next(
        change -> {
          change.move = Optional.of(new Move(given.target(), given.term(), true));
          change.lease(newOwner, newLease);
        },
        state);
  }

  /**
   * LIVE: the target of a cancelled move and the previous copy, where there are any, are removed or
   * stated in tombstones.
   *
   * @throws IllegalStateException when a move goes on
   */
  public FileRecord tidied() {
    requireLive();
    if (move.filter(one -> !one.cancelled()).isPresent()) {
      throw new IllegalStateException("the file is moving: " + name);
    }
    return next(
        change -> {
          change.move = Optional.empty();
          change.previous = Optional.empty();
        },
        state);
  }

  /** LIVE: something became known of the bytes. */
  public FileRecord withHealth(Health known) {
    requireLive();
    return next(change -> change.health = known, state);
  }

  /**
   * LIVE, settled: a rebuild found a copy of the same file that counts for more than its home.
   *
   * @throws IllegalStateException when something of the record is being changed
   */
  public FileRecord rehomed(String newNode, Copy copy, Health known) {
    if (!settled()) {
      throw new IllegalStateException("the file is moving: " + name);
    }
    return next(
        change -> {
          change.home = new CopyPlace(newNode, copy.copyId());
          change.moveSequence = copy.moveSequence();
          change.health = known;
        },
        state);
  }

  /** Whether a rebuild made this record, and its file has not moved since. */
  public boolean isAdopted() {
    return settled() && leaseExpires.equals(createdAt);
  }

  /** Whether the file can be read. */
  public boolean isLive() {
    return state == FileState.LIVE;
  }

  /** The copy that is read. */
  public CopyPlace home() {
    return new CopyPlace(node, copyId);
  }

  /** The copy that is being made: the target of a move, or the home of an upload. */
  public CopyPlace making() {
    return move.map(Move::target).orElse(home());
  }

  /**
   * What a node is told of the copy that is being made.
   *
   * @param made what it holds
   */
  public Copy copyInTheMaking(FileContent made) {
    return new Copy(
        fileId,
        making().copyId(),
        name,
        contentType,
        made.size(),
        made.sha256(),
        createdAt,
        move.isPresent() ? moveSequence + 1 : moveSequence);
  }

  /** Whether nobody has anything to do for it: LIVE, not moving, and only its home left. */
  public boolean settled() {
    return state == FileState.LIVE && move.isEmpty() && previous.isEmpty();
  }

  /** Every copy that there may be: the home, the target of a move, the previous one. */
  public List<CopyPlace> places() {
    List<CopyPlace> places = new ArrayList<>(3);
    places.add(home());
    move.ifPresent(one -> places.add(one.target()));
    previous.ifPresent(places::add);
    return places;
  }

  private void requireLive() {
    if (state != FileState.LIVE) {
      throw new IllegalStateException("a " + state + " record does not move: " + name);
    }
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
   * @throws IllegalArgumentException when it is not PENDING, or LIVE and settled, or its revision
   *     not 1
   */
  public void requireNew() {
    if ((state != FileState.PENDING && !settled()) || revision != 1) {
      throw new IllegalArgumentException(
          "a record begins PENDING or LIVE at revision 1, not "
              + state
              + " at "
              + revision
              + ": "
              + name);
    }
  }

  /**
   * Refuses to free the name of a file that can be read, unless a rebuild gave it the name; for
   * adapters.
   *
   * @throws IllegalArgumentException when the record is LIVE and not {@link #isAdopted}
   */
  public void requireRemovable() {
    if (!state.canBeRemoved() && !isAdopted()) {
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

  /** What a change may change, beside the state. */
  private static final class Change {
    private Optional<FileContent> content;
    private CopyPlace home;
    private UUID owner;
    private Instant leaseExpires;
    private long moveSequence;
    private Health health;
    private Optional<Move> move;
    private Optional<CopyPlace> previous;

    private void lease(UUID newOwner, Instant newLease) {
      owner = newOwner;
      leaseExpires = newLease;
    }
  }

  private FileRecord next(Consumer<Change> how, FileState newState) {
    if (!state.canBecome(newState)) {
      throw new IllegalStateException("a " + state + " record cannot become " + newState);
    }
    Change change = new Change();
    change.content = content;
    change.home = home();
    change.lease(owner, leaseExpires);
    change.moveSequence = moveSequence;
    change.health = health;
    change.move = move;
    change.previous = previous;
    how.accept(change);
    return new FileRecord(
        fileId,
        change.home.copyId(),
        name,
        contentType,
        change.content,
        change.home.node(),
        createdAt,
        newState,
        change.owner,
        change.leaseExpires,
        change.moveSequence,
        revision + 1,
        change.health,
        change.move,
        change.previous);
  }
}

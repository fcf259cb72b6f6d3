package io.github.dfserver.manager.node;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.Copies.Held;
import io.github.dfserver.protocol.CopiesFound;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.FindCopies;
import io.github.dfserver.protocol.ListCopies;
import io.github.dfserver.protocol.ListTombstones;
import io.github.dfserver.protocol.Tombstones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A node that holds copies in memory and answers what is asked about them, two a page. A test can
 * have something happen just before it answers.
 */
public final class MemoryNode implements NodeLink {
  private static final int PAGE = 2;

  private final String id;
  private final TreeMap<Long, Held> copies = new TreeMap<>();
  private final TreeMap<String, Tombstones.Tombstone> deletedFiles = new TreeMap<>();
  private final List<UUID> removed = new ArrayList<>();
  private Consumer<Command> before = command -> {};
  private boolean closed;

  /** A node that holds nothing. */
  public MemoryNode(String id) {
    this.id = id;
  }

  /** Asks it like any node. */
  public NodeInventory inventory() {
    return new NodeInventory(id, this, Duration.ofSeconds(30));
  }

  /** Holds a copy from now on. */
  public Copy hold(Copy copy) {
    return hold(copy, CopyHealth.INTACT);
  }

  /** Holds a copy of this health. */
  public Copy hold(Copy copy, CopyHealth health) {
    copies.put(copies.isEmpty() ? 0 : copies.lastKey() + 1, new Held(copy, health));
    return copy;
  }

  /** Knows this of a copy that it holds. */
  public void find(UUID copyId, CopyHealth health) {
    copies.replaceAll(
        (place, held) ->
            held.copy().copyId().equals(copyId) ? new Held(held.copy(), health) : held);
  }

  /** Loses a copy, its record included. */
  public void lose(UUID copyId) {
    copies.values().removeIf(held -> held.copy().copyId().equals(copyId));
  }

  /** Remembers that a file was deleted. */
  public void rememberDeleted(UUID fileId, long moveSequence) {
    deletedFiles.put(fileId.toString(), new Tombstones.Tombstone(fileId, moveSequence));
  }

  /** Runs something before each command is answered. */
  public void before(Consumer<Command> what) {
    before = what;
  }

  /** Goes away, or comes back. */
  public void setClosed(boolean gone) {
    closed = gone;
  }

  /** The copies that it holds. */
  public List<UUID> held() {
    return copies.values().stream().map(held -> held.copy().copyId()).toList();
  }

  /** The copies that it was told to delete. */
  public List<UUID> removed() {
    return removed;
  }

  @Override
  public <A extends Answer> CompletableFuture<A> ask(
      Class<A> answerType, LongFunction<? extends Command> command) {
    Command asked = command.apply(1);
    before.accept(asked);
    return closed
        ? CompletableFuture.failedFuture(NodeUnavailableException.notConnected())
        : CompletableFuture.completedFuture(answerType.cast(answer(asked)));
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForWork(
      Class<A> answerType, long bytes, LongFunction<? extends Command> command) {
    return ask(answerType, command);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForTransfer(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return ask(answerType, command);
  }

  @Override
  public NodeLink serving(RequestOrigin origin) {
    return this;
  }

  @Override
  public boolean closed() {
    return closed;
  }

  private Answer answer(Command command) {
    if (command instanceof ListCopies list) {
      Map<Long, Held> rest = copies.tailMap(list.after(), false);
      List<Held> page = rest.values().stream().limit(PAGE).toList();
      long next =
          rest.size() <= PAGE
              ? Copies.END
              : rest.keySet().stream().skip(PAGE - 1).findFirst().orElseThrow();
      return new Copies(1, next, page);
    }
    if (command instanceof FindCopies find) {
      return new CopiesFound(1, find.copyIds().stream().map(this::health).toList());
    }
    if (command instanceof ListTombstones list) {
      Map<String, Tombstones.Tombstone> rest =
          list.after()
              .map(
                  after ->
                      (Map<String, Tombstones.Tombstone>)
                          deletedFiles.tailMap(after.toString(), false))
              .orElse(deletedFiles);
      return new Tombstones(1, rest.size() > PAGE, rest.values().stream().limit(PAGE).toList());
    }
    if (command instanceof DeleteFile delete) {
      removed.add(delete.copyId());
      boolean there = held().contains(delete.copyId());
      lose(delete.copyId());
      return new Deleted(1, there);
    }
    throw new IllegalArgumentException("not scripted: " + command);
  }

  private CopyHealth health(UUID copyId) {
    Optional<Held> held =
        copies.values().stream().filter(one -> one.copy().copyId().equals(copyId)).findFirst();
    return held.map(Held::health).orElse(CopyHealth.MISSING);
  }
}

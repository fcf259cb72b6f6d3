package io.github.dfserver.manager.node;

import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Copies;
import io.github.dfserver.protocol.CopiesFound;
import io.github.dfserver.protocol.CopyHealth;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.FindCopies;
import io.github.dfserver.protocol.ListCopies;
import io.github.dfserver.protocol.ListTombstones;
import io.github.dfserver.protocol.Tombstones;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/**
 * Asks a node what it holds, for a thread that waits for the answers, each for a limited time. What
 * cannot be answered is a {@link CompletionException} with a {@link NodeUnavailableException} or a
 * {@link CommandFailedException} as its cause.
 */
public final class NodeInventory {
  /** Copies that are asked for at a time. */
  public static final int PAGE = 1000;

  /** Beyond the time-out that a link has itself. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private final String node;
  private final NodeLink link;
  private final Duration limit;

  /**
   * A view of a node over one link, for as long as that lasts.
   *
   * @param commandTimeout within which the link answers
   */
  public NodeInventory(String node, NodeLink link, Duration commandTimeout) {
    this.node = node;
    this.link = link;
    this.limit = commandTimeout.plus(SLACK);
  }

  /** The node's id. */
  public String node() {
    return node;
  }

  /** Whether it cannot be asked any more. */
  public boolean gone() {
    return link.closed();
  }

  /** One page of its copies; {@link ListCopies#FROM_START} begins. */
  public Copies copies(long after) {
    return ask(Copies.class, id -> new ListCopies(id, after, PAGE));
  }

  /** What it knows of these copies, in their order; {@link #PAGE} of them at most. */
  public List<CopyHealth> find(List<UUID> copyIds) {
    List<CopyHealth> health = ask(CopiesFound.class, id -> new FindCopies(id, copyIds)).health();
    if (health.size() != copyIds.size()) {
      throw new CompletionException(
          new NodeUnavailableException("the node answered for other copies", true));
    }
    return health;
  }

  /** One page of the deleted files that it remembers. */
  public Tombstones tombstones(Optional<UUID> after) {
    return ask(Tombstones.class, id -> new ListTombstones(id, after, PAGE));
  }

  /**
   * Removes a copy for good; no harm where it is not there.
   *
   * @param tombstone whether the node is to remember that the file was deleted
   */
  public void delete(UUID copyId, boolean tombstone) {
    ask(Deleted.class, id -> new DeleteFile(id, copyId, tombstone));
  }

  private <A extends Answer> A ask(Class<A> type, LongFunction<? extends Command> command) {
    try {
      return link.ask(type, command).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new CompletionException(NodeUnavailableException.late());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(NodeUnavailableException.late());
    }
  }
}

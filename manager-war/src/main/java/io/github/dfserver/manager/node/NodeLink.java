package io.github.dfserver.manager.node;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * A way to give commands to a node. Thread-safe; nothing here blocks. What is returned completes on
 * a worker with an answer of the given type; exceptionally with {@link NodeUnavailableException} or
 * {@link CommandFailedException}.
 */
public interface NodeLink {

  /**
   * Sends a command that is answered within {@code dfs.command-timeout}.
   *
   * @param command makes the command for a request id
   */
  <A extends Answer> CompletableFuture<A> ask(
      Class<A> answerType, LongFunction<? extends Command> command);

  /**
   * Sends a command whose work grows with the size of a file, and allows it the time for that.
   * Otherwise like {@link #ask}.
   *
   * @param bytes how much the node has to bring to its disk
   */
  <A extends Answer> CompletableFuture<A> askForWork(
      Class<A> answerType, long bytes, LongFunction<? extends Command> command);

  /**
   * Sends a command that is answered when a transfer ends, however long that takes; the caller
   * watches the transfer. Otherwise like {@link #ask}.
   */
  <A extends Answer> CompletableFuture<A> askForTransfer(
      Class<A> answerType, LongFunction<? extends Command> command);

  /**
   * The same way, for commands that serve a client's request: the node is told which, where it
   * understands that.
   */
  NodeLink serving(RequestOrigin origin);

  /** Whether no command can be sent any more. */
  boolean closed();
}

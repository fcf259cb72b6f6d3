package io.github.dfserver.manager.node;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** A node's channel, for the commands that serve one client's request: the node is told which. */
record ServingLink(NodeChannel channel, RequestOrigin origin) implements NodeLink {
  @Override
  public <A extends Answer> CompletableFuture<A> ask(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return channel.ask(answerType, channel.due(0), Optional.of(origin), command);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForWork(
      Class<A> answerType, long bytes, LongFunction<? extends Command> command) {
    return channel.ask(answerType, channel.due(bytes), Optional.of(origin), command);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForTransfer(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return channel.ask(answerType, NodeChannel.FOREVER, Optional.of(origin), command);
  }

  @Override
  public NodeLink serving(RequestOrigin another) {
    return channel.serving(another);
  }

  @Override
  public boolean closed() {
    return channel.closed();
  }
}

package io.github.dfserver.manager.node;

import io.github.dfserver.manager.node.StorageNode.Elsewhere;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.tracing.Span;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** The way to a node through another manager, which has its channel. */
record RelayLink(Relay relay, String node, Elsewhere by, Optional<RequestOrigin> origin)
    implements NodeLink {
  @Override
  public <A extends Answer> CompletableFuture<A> ask(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return relay.ask(this, answerType, Optional.of(relay.commandTimeout()), command);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForWork(
      Class<A> answerType, long bytes, LongFunction<? extends Command> command) {
    Duration allowed = relay.commandTimeout().plus(NodeChannel.forcing(bytes));
    return relay.ask(this, answerType, Optional.of(allowed), command);
  }

  @Override
  public <A extends Answer> CompletableFuture<A> askForTransfer(
      Class<A> answerType, LongFunction<? extends Command> command) {
    return relay.ask(this, answerType, Optional.empty(), command);
  }

  @Override
  public NodeLink serving(RequestOrigin request) {
    return new RelayLink(relay, node, by, Optional.of(request));
  }

  /** The same way, for what is done below a span. */
  RelayLink within(Span span) {
    return new RelayLink(relay, node, by, origin.map(request -> request.within(span)));
  }

  @Override
  public boolean closed() {
    return !relay.leadsTo(this);
  }
}

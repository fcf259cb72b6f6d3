package io.github.dfserver.manager.node;

import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.request.RequestOutcome;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.transfer.Pipe;
import io.github.dfserver.manager.transfer.Pipe.ClientEnd;
import io.github.dfserver.manager.transfer.ResponseBody;
import io.github.dfserver.manager.transfer.StallWatch;
import io.github.dfserver.manager.transfer.TransferBroker;
import io.github.dfserver.manager.transfer.TransferBroker.Direction;
import io.github.dfserver.manager.transfer.TransferBroker.Offer;
import io.github.dfserver.manager.transfer.TransferMetrics;
import io.github.dfserver.manager.transfer.TransferMetrics.Kind;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** What carrying a large file to or from a node takes. Thread-safe. */
@ApplicationScoped
public class NodeTransfers {
  @Inject private TransferBroker broker;
  @Inject private Managers managers;
  @Inject private StallWatch stallWatch;
  @Inject private TransferMetrics metrics;
  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  /** Awaits a transfer that this node, and no other, will open. */
  public Offer offer(Direction direction, String node) {
    return broker.offer(direction, node);
  }

  /** Awaits it no longer; safe to repeat. */
  public void withdraw(Offer offer) {
    broker.withdraw(offer);
  }

  /** Where nodes open their transfers; empty for where their channels lead. */
  public String url() {
    return managers.urlForNodes();
  }

  /**
   * Begins to answer a node that has opened a transfer to take bytes. The head goes at once: the
   * first byte may be long in coming, and the node gives up on a manager that does not answer.
   *
   * @param length bytes that will come, or -1 when that is not known
   * @throws IOException when the node is gone
   */
  public ResponseBody answer(AsyncContext node, long length) throws IOException {
    HttpServletResponse response = (HttpServletResponse) node.getResponse();
    response.setContentType("application/octet-stream");
    if (length >= 0) {
      ResponseBody.announceLength(response, length);
    }
    response.flushBuffer();
    return new ResponseBody(response.getOutputStream(), RequestOutcome.of(node.getRequest())::sent);
  }

  /** A pipe that is cut when it stalls; the caller starts it, or else cancels it. */
  public Pipe pipe(Kind kind, ContentSource source, ResponseBody sink) {
    Pipe pipe = new Pipe(source, sink, end(kind), workers);
    metrics.began(kind);
    pipe.done().whenComplete((count, failure) -> metrics.ended(kind));
    stallWatch.watch(pipe);
    return pipe;
  }

  private static ClientEnd end(Kind kind) {
    return kind == Kind.UPLOAD ? ClientEnd.SOURCE : ClientEnd.NEITHER;
  }

  /**
   * Runs something when a node has had {@code dfs.command-timeout} to answer, and the time that any
   * disk takes to force so many bytes.
   */
  public void afterCommandTimeout(long bytes, Runnable task) {
    Duration allowed = configuration.commandTimeout().plus(NodeChannel.forcing(bytes));
    housekeeping.after(allowed, "a node's answer is due", task);
  }
}

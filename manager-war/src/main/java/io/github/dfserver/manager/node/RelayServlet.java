package io.github.dfserver.manager.node;

import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.transfer.BodyCollector;
import io.github.dfserver.manager.transfer.BodyCollector.Collected;
import io.github.dfserver.manager.transfer.Exchange;
import io.github.dfserver.manager.transfer.Exchanges;
import io.github.dfserver.manager.transfer.RequestBody;
import io.github.dfserver.manager.transfer.StallWatch;
import io.github.dfserver.manager.work.Failure;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.protocol.Answer;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Limits;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.ProtocolException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where other managers have commands given to the nodes that are connected here; see {@link
 * RelayRequests}. To no other nodes, so a command is never carried twice. Holds no thread while the
 * node works.
 */
@WebServlet(urlPatterns = RelayRequests.PATH + "/*", asyncSupported = true)
public class RelayServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int REQUEST_ID_AT = 5;

  @Inject private transient Cluster cluster;
  @Inject private transient Managers managers;
  @Inject private transient ManagerIdentity identity;
  @Inject private transient NodeRegistry registry;
  @Inject private transient StallWatch stallWatch;
  @Inject private transient Exchanges exchanges;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = exchanges.begin(request);
    String credentials = request.getHeader("Authorization");
    Optional<NodeChannel> channel = channel(request.getPathInfo());
    Optional<Duration> allowed;
    try {
      allowed = allowed(request);
    } catch (NumberFormatException e) {
      allowed = Optional.of(Duration.ZERO);
    }
    if (!RelayRequests.authorised(credentials, cluster.state().secret())) {
      refuse(exchange, Problem.ofStatus(RelayRequests.FORBIDDEN));
    } else if (channel.isEmpty()) {
      refuse(exchange, Problem.ofStatus(RelayRequests.NOT_CONNECTED));
    } else if (!managers.counts()) {
      // Woken from a pause: others may have settled meanwhile what the command was about.
      refuse(exchange, Problem.ofStatus(RelayRequests.NOT_NOW));
    } else if (request.getContentLengthLong() > Limits.MAX_MESSAGE_BYTES) {
      refuse(exchange, Problem.ofStatus(413));
    } else {
      take(exchange, channel.get(), allowed);
    }
  }

  private Optional<NodeChannel> channel(String path) {
    String mine = "/" + identity.managerId() + "/";
    return path != null && path.startsWith(mine)
        ? registry.own(path.substring(mine.length()))
        : Optional.empty();
  }

  private static Optional<Duration> allowed(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(RelayRequests.ALLOWED))
        .map(millis -> Duration.ofMillis(Long.parseLong(millis)));
  }

  /** Answers without reading the body. */
  private static void refuse(Exchange exchange, Problem problem) {
    exchange.problem(problem.withHeader("Connection", "close"));
  }

  private void take(Exchange exchange, NodeChannel channel, Optional<Duration> allowed) {
    try {
      BodyCollector body =
          new BodyCollector(new RequestBody(exchange.request()), Limits.MAX_MESSAGE_BYTES);
      stallWatch.watch(body, body::cancel);
      CompletionStage<Collected> whole = body.collect();
      whole.whenComplete(
          (collected, failure) -> {
            stallWatch.forget(body);
            if (failure != null || !collected.whole()) {
              refuse(exchange, Problem.ofStatus(400));
            } else {
              give(exchange, channel, allowed, collected.bytes());
            }
          });
    } catch (IOException | IllegalStateException e) {
      refuse(exchange, Problem.ofStatus(400));
    }
  }

  private static void give(
      Exchange exchange, NodeChannel channel, Optional<Duration> allowed, ByteBuffer frame) {
    try {
      command(frame);
    } catch (ProtocolException e) {
      exchange.problem(Problem.invalidRequest("The body is no command: " + e.getMessage()));
      return;
    }
    CompletionStage<Answer> answered =
        channel.relay(
            allowed,
            RelayRequests.named(exchange.request()),
            id -> {
              try {
                return command(frame.putLong(REQUEST_ID_AT, id));
              } catch (ProtocolException e) {
                throw new IllegalStateException("it was read before", e);
              }
            });
    answered.whenComplete((answer, failure) -> answer(exchange, answer, failure));
  }

  private static Command command(ByteBuffer frame) throws ProtocolException {
    FrameReader<ManagerMessage> frames = FrameReader.fromManager(frame.duplicate());
    if (frames.next() instanceof Command command && !frames.hasNext()) {
      return command;
    }
    throw new ProtocolException("it is not one command");
  }

  private static void answer(Exchange exchange, Answer answer, Throwable failure) {
    if (failure == null) {
      byte[] frame = FrameWriter.pack(List.of(answer)).array();
      exchange.answer(HttpServletResponse.SC_OK, RelayRequests.FRAME, frame);
      return;
    }
    Throwable cause = Failure.cause(failure);
    boolean sent = !(cause instanceof NodeUnavailableException e) || e.sent();
    exchange.problem(Problem.ofStatus(sent ? RelayRequests.NO_ANSWER : RelayRequests.NOT_NOW));
  }
}

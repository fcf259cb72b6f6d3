package io.github.dfserver.it.support;

import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.FindCopies;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.IntakeSet;
import io.github.dfserver.protocol.ListCopies;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.SetIntake;
import io.github.dfserver.protocol.StatusReceived;
import io.github.dfserver.protocol.StoreStatus;
import io.github.dfserver.protocol.Welcome;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.client.ClientManager;

/**
 * A peer on the node channel that does what the test tells it, right or wrong. Once it has joined,
 * it only says by itself that it has no time to tell what it holds.
 */
public final class ScriptedNode implements AutoCloseable {
  /** As much room as a node may claim to have, and no file: every upload comes here first. */
  public static final StoreStatus EMPTY = new StoreStatus(0, 0, 1L << 50, true);

  private static final int LIMIT_SECONDS = 60;

  private final BlockingQueue<ManagerMessage> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Origin> origins = new LinkedBlockingQueue<>();
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  private final UUID instance = UUID.randomUUID();
  private final UUID process = UUID.randomUUID();
  private final URI base;
  private final String id;
  private final int oldest;
  private final int newest;
  private Optional<String> token = Optional.empty();
  private Session session;

  /**
   * A node that is not connected yet.
   *
   * @param base the manager's base URL
   */
  public ScriptedNode(URI base, String id) {
    this(base, id, ProtocolVersion.OLDEST, ProtocolVersion.CURRENT);
  }

  /** A node that says that it speaks these versions. */
  public ScriptedNode(URI base, String id, int oldest, int newest) {
    this.base = base;
    this.id = id;
    this.oldest = oldest;
    this.newest = newest;
  }

  /** From now on it shows this token. */
  public ScriptedNode withToken(String shown) {
    token = Optional.of(shown);
    return this;
  }

  /**
   * Opens the channel and says nothing.
   *
   * @throws DeploymentException when the manager does not let it
   */
  public ScriptedNode connect() throws IOException, DeploymentException {
    URI channel = URI.create("ws" + base.resolve("node-channel").toString().substring(4));
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create().configurator(new Credentials()).build();
    session = ClientManager.createClient().connectToServer(new Peer(), config, channel);
    return this;
  }

  private final class Credentials extends ClientEndpointConfig.Configurator {
    @Override
    public void beforeRequest(Map<String, List<String>> headers) {
      token.ifPresent(shown -> headers.put("Authorization", List.of("Bearer " + shown)));
    }
  }

  /** Opens the channel, says hello, waits for the welcome and opens its intake as it is told. */
  public ScriptedNode join() throws Exception {
    connect().send(hello());
    joined();
    return this;
  }

  /** After a greeting: waits for the welcome and opens its intake as it is told. */
  public Welcome joined() throws Exception {
    Welcome welcome = await(Welcome.class);
    SetIntake intake = await(SetIntake.class);
    send(new IntakeSet(intake.requestId(), intake.open(), EMPTY, 0));
    return welcome;
  }

  /** A greeting that a manager accepts. */
  public Hello hello() {
    return new Hello(oldest, newest, id, instance, 1, process, Optional.empty(), "scripted", EMPTY);
  }

  /** Sends messages, packed into one. */
  public void send(NodeMessage... messages) throws IOException {
    sendBytes(FrameWriter.pack(List.of(messages)));
  }

  /** Sends any bytes as one binary message. */
  public synchronized void sendBytes(ByteBuffer bytes) throws IOException {
    try {
      session.getBasicRemote().sendBinary(bytes);
    } catch (RejectedExecutionException e) {
      // Tyrus's timer of a session that the manager has closed while this was sent.
    }
  }

  /** Sends a text message, which the protocol does not know. */
  public void sendText(String text) throws IOException {
    session.getBasicRemote().sendText(text);
  }

  /** Waits for the next message of this kind; skips heartbeats and nothing else. */
  public <T extends ManagerMessage> T await(Class<T> kind) throws InterruptedException {
    while (true) {
      ManagerMessage message = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
      if (!(message instanceof StatusReceived)) {
        throw new IllegalStateException(
            "expected " + kind.getSimpleName() + " and got " + message + ", closed: " + closed);
      }
    }
  }

  /** The origins that came so far and were not asked for yet; other methods leave them out. */
  public List<Origin> origins() {
    List<Origin> taken = new ArrayList<>();
    origins.drainTo(taken);
    return taken;
  }

  /** Waits for the next command of any kind. */
  public Command awaitCommand() throws InterruptedException {
    return await(Command.class);
  }

  /** Waits until the manager has closed the channel. */
  public CloseReason awaitClosed() throws Exception {
    return closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the channel is open. */
  public boolean isOpen() {
    return session.isOpen();
  }

  /** Where a transfer of this token is. */
  public URI transfer(String token) {
    return base.resolve("transfer/" + token);
  }

  @Override
  public void close() throws IOException {
    if (session != null) {
      session.close();
    }
  }

  private void receive(ByteBuffer message) {
    try {
      FrameReader<ManagerMessage> reader = FrameReader.fromManager(message);
      while (reader.hasNext()) {
        ManagerMessage next = reader.next();
        if (next instanceof ListCopies || next instanceof FindCopies) {
          send(new Failed(next.requestId(), FailureCode.BUSY, "not now"));
        } else if (next instanceof Origin origin) {
          origins.add(origin);
        } else {
          received.add(next);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("what the manager sent cannot be taken", e);
    }
  }

  private final class Peer extends Endpoint {
    @Override
    public void onOpen(Session opened, EndpointConfig config) {
      opened.addMessageHandler(
          new MessageHandler.Whole<ByteBuffer>() {
            @Override
            public void onMessage(ByteBuffer message) {
              receive(message);
            }
          });
    }

    @Override
    public void onClose(Session ended, CloseReason reason) {
      closed.complete(reason);
    }
  }
}

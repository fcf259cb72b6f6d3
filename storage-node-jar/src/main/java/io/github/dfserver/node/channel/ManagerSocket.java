package io.github.dfserver.node.channel;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The node's end of one WebSocket, which {@link ManagerSockets} opens. Safe for any thread. */
final class ManagerSocket extends Endpoint {
  private static final Logger LOG = System.getLogger(ManagerSocket.class.getName());

  /** Is told what comes, by one thread at a time, which must never be made to wait. */
  interface Receiver {
    /** A whole message, valid until this returns. */
    void received(ByteBuffer message);

    /** What may not come; {@code code} is what to close with. */
    void violated(CloseCode code, String sentence);

    /** There is no connection any more. */
    void ended(String reason);
  }

  private final Receiver receiver;
  private final MessageAssembler assembler = new MessageAssembler();
  private final CompletableFuture<Session> opened = new CompletableFuture<>();
  private volatile CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
  private volatile boolean ended;

  ManagerSocket(Receiver receiver) {
    this.receiver = receiver;
  }

  // Called by the WebSocket container.

  @Override
  public void onOpen(Session session, EndpointConfig configuration) {
    session.addMessageHandler(
        ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) this::receivePart);
    session.addMessageHandler(
        String.class,
        (MessageHandler.Partial<String>)
            (text, last) -> receiver.violated(CloseCodes.CANNOT_ACCEPT, "a text message"));
    if (!opened.complete(session)) {
      close(session, CloseCodes.NORMAL_CLOSURE);
    }
  }

  private void receivePart(ByteBuffer part, boolean last) {
    ByteBuffer message;
    try {
      message = assembler.take(part, last);
    } catch (MessageTooLongException e) {
      receiver.violated(CloseCodes.TOO_BIG, e.getMessage());
      return;
    }
    if (message != null) {
      receiver.received(message);
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    String words = reason.getReasonPhrase();
    String code = "(" + reason.getCloseCode().getCode() + ")";
    end(
        "the connection was closed "
            + (words == null || words.isEmpty() ? code : code + " " + words));
  }

  @Override
  public void onError(Session session, Throwable failure) {
    LOG.log(Level.ERROR, "a message could not be handled", failure);
    end("a message could not be handled: " + failure);
  }

  private void end(String reason) {
    ended = true;
    sending.completeExceptionally(new IOException("it has ended"));
    receiver.ended(reason);
  }

  // Called by the node.

  /** Nobody waits for it any more; false when it has been opened meanwhile. */
  boolean giveUp() {
    return opened.completeExceptionally(new IOException("given up"));
  }

  /**
   * Sends a binary message. Not for two threads at once.
   *
   * @param limit how long the peer may take to make room for it
   * @throws IOException when the connection has ended or the peer takes nothing; it must be closed
   */
  void send(ByteBuffer message, Duration limit) throws IOException, InterruptedException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    sending = sent;
    if (ended) {
      throw new IOException("it has ended");
    }
    opened.join().getAsyncRemote().sendBinary(message, result -> complete(sent, result));
    try {
      sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the manager takes nothing", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  private static void complete(CompletableFuture<Void> sent, SendResult result) {
    if (result.isOK()) {
      sent.complete(null);
    } else {
      sent.completeExceptionally(result.getException());
    }
  }

  /** Says why, as far as the peer takes that at once, and lets go of the connection. */
  void close(CloseCode code) {
    close(opened.join(), code);
  }

  private static void close(Session session, CloseCode code) {
    try {
      session.close(new CloseReason(code, ""));
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "it had ended already", e);
    }
  }
}

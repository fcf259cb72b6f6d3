package io.github.dfserver.manager.node;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.protocol.Limits;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.Principal;

/**
 * Where nodes dial in ({@code docs/PROTOCOL.md}). One instance a connection; its callbacks only
 * decode and hand on.
 */
@ServerEndpoint("/node-channel")
public class NodeChannelEndpoint {
  private static final Logger LOG = System.getLogger(NodeChannelEndpoint.class.getName());
  private static final int MAX_REASON = 100;

  private NodeChannels channels;
  private NodeSession node;

  /** A peer connected. */
  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
    session.setMaxBinaryMessageBufferSize(Limits.MAX_MESSAGE_BYTES);
    // Looked up, since not every server injects into endpoints.
    channels = CDI.current().select(NodeChannels.class).get();
    node = channels.open(new WebSocket(session), caller(session.getUserPrincipal()));
  }

  /** Who the peer is, which the door says with the handshake's principal. */
  static Caller caller(Principal principal) {
    return principal instanceof Caller caller ? caller : Caller.ANONYMOUS;
  }

  /** A message, packed by the peer. */
  @OnMessage
  public void received(ByteBuffer message) {
    node.received(message);
  }

  /** The connection is over. */
  @OnClose
  public void close(CloseReason reason) {
    if (node != null) {
      channels.closed(node);
    }
  }

  /** The connection broke, or a callback failed. */
  @OnError
  public void failed(Throwable failure) {
    LOG.log(Level.DEBUG, "A node's connection failed", failure);
    if (node != null) {
      channels.closed(node);
    }
  }

  private record WebSocket(Session session) implements NodeConnection {
    @Override
    public void send(ByteBuffer message) throws IOException {
      session.getBasicRemote().sendBinary(message);
    }

    @Override
    public void close(String reason) {
      try {
        if (session.isOpen()) {
          session.close(
              new CloseReason(
                  CloseReason.CloseCodes.GOING_AWAY,
                  reason.substring(0, Math.min(reason.length(), MAX_REASON))));
        }
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.DEBUG, "Closing a node's connection failed", e);
      }
    }

    @Override
    public String peer() {
      Object address = session.getUserProperties().get("jakarta.websocket.endpoint.remoteAddress");
      return address == null ? "session " + session.getId() : address.toString();
    }
  }
}

package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS over a socket. Reading takes records apart and writing makes them; what the handshake needs
 * of either happens on the way. So who reads and writes whenever the selector says so gets a
 * handshake done, and one in the middle of a transfer too (a KeyUpdate, or the renegotiation of TLS
 * 1.2).
 *
 * <p>The engine's tasks, signatures above all, run at once: they take a millisecond or few, and
 * look nothing up.
 */
final class TlsStream implements ByteStream {
  private static final Logger LOG = System.getLogger(TlsStream.class.getName());
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final SSLEngine engine;
  private final PacketBuffers buffers;

  /** Records that have come and are not taken apart, ready to be read; null when there are none. */
  private ByteBuffer arrived;

  /** Records that the socket has not taken, ready to be read; null when there are none. */
  private ByteBuffer leaving;

  private boolean buffered;

  TlsStream(SocketChannel socket, SSLEngine engine, PacketBuffers buffers) {
    this.socket = socket;
    this.engine = engine;
    this.buffers = buffers;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int before = to.position();
    boolean more = true;
    while (more) {
      more =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(NOTHING);
            default -> unwrap(to);
          };
    }
    int length = to.position() - before;
    return length == 0 && engine.isInboundDone() ? -1 : length;
  }

  /** Takes one record apart; returns whether there may be another. */
  private boolean unwrap(ByteBuffer to) throws IOException {
    if (engine.isInboundDone() || (arrived == null && !fill())) {
      return false;
    }
    SSLEngineResult result = engine.unwrap(arrived, to);
    buffered = result.getStatus() == Status.BUFFER_OVERFLOW;
    if (!arrived.hasRemaining()) {
      buffers.give(arrived);
      arrived = null;
    }
    return switch (result.getStatus()) {
      case OK -> true;
      case BUFFER_UNDERFLOW -> fill();
      case BUFFER_OVERFLOW, CLOSED -> false;
    };
  }

  /** Reads from the socket; returns whether anything came. */
  private boolean fill() throws IOException {
    ByteBuffer buffer = arrived == null ? buffers.take() : arrived.compact();
    arrived = null;
    int length;
    try {
      length = socket.read(buffer);
    } finally {
      if (buffer.flip().hasRemaining()) {
        arrived = buffer;
      } else {
        buffers.give(buffer);
      }
    }
    if (length < 0) {
      cutOff();
    }
    return length > 0;
  }

  /** The socket has ended; the peer should have said so before. */
  private void cutOff() throws SSLException {
    boolean agreed = engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    try {
      engine.closeInbound();
    } catch (SSLException e) {
      throw new SSLException(
          agreed
              ? "the connection was cut off without a word of TLS"
              : "the connection was closed during the handshake",
          e);
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int before = from.position();
    boolean more = flush();
    while (more) {
      more =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(NOTHING);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> false;
            default -> from.hasRemaining() && wrap(from);
          };
    }
    if (from.hasRemaining() && engine.isOutboundDone()) {
      throw new SSLException("the manager has ended TLS");
    }
    return from.position() - before;
  }

  @Override
  public void push() throws IOException {
    write(NOTHING);
  }

  /** Makes one record and sends it; returns whether there is room for another. */
  private boolean wrap(ByteBuffer from) throws IOException {
    if (!flush()) {
      return false;
    }
    leaving = buffers.take();
    Status status;
    try {
      status = engine.wrap(from, leaving).getStatus();
    } finally {
      leaving.flip();
    }
    if (status == Status.BUFFER_OVERFLOW) {
      throw new SSLException("a record of TLS is longer than there can be");
    }
    return flush() && status == Status.OK;
  }

  /** Whether nothing is left that the socket did not take. */
  private boolean flush() throws IOException {
    if (leaving != null) {
      try {
        socket.write(leaving);
      } catch (IOException e) {
        throw lastWord(e);
      }
      if (leaving.hasRemaining()) {
        return false;
      }
      buffers.give(leaving);
      leaving = null;
    }
    return true;
  }

  /** Why the socket takes nothing: the peer may have said so before it went. */
  private IOException lastWord(IOException failure) {
    ByteBuffer nowhere = ByteBuffer.allocate(PacketBuffers.BYTES);
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
        engine.wrap(NOTHING, nowhere.clear());
      }
      boolean more = arrived != null || fill();
      while (more) {
        more = engine.unwrap(arrived, nowhere.clear()).bytesConsumed() > 0 || fill();
      }
    } catch (SSLException e) {
      e.addSuppressed(failure);
      return e;
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private boolean runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return true;
  }

  @Override
  public boolean awaitsWritable(boolean more) {
    if (leaving != null) {
      return true;
    }
    return switch (engine.getHandshakeStatus()) {
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> false; // whoever has to speak first is the manager
      case NEED_WRAP, NEED_TASK -> true;
      default -> more;
    };
  }

  @Override
  public boolean hasBuffered() {
    return buffered;
  }

  /**
   * Says close_notify, or what was wrong, where nothing else is in the way, and lets go of the
   * buffers.
   */
  @Override
  public void end() {
    try {
      engine.closeOutbound();
      if (!engine.isOutboundDone()) {
        wrap(NOTHING);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "the end of TLS could not be said", e);
    }
    if (arrived != null) {
      buffers.give(arrived);
      arrived = null;
    }
    if (leaving != null) {
      buffers.give(leaving);
      leaving = null;
    }
  }
}

package io.github.dfserver.protocol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes the frames out of one WebSocket message, one by one. Whatever the bytes are, only {@link
 * ProtocolException} is ever thrown; the connection that they came from is to be closed then. Not
 * thread-safe. What it returns shares the memory of the message.
 *
 * @param <M> what the peer may send
 */
public final class FrameReader<M extends Message> {
  private final ByteBuffer message;
  private final Class<M> kind;

  private FrameReader(ByteBuffer message, Class<M> kind) throws ProtocolException {
    int size = message.remaining();
    if (size < FrameWriter.HEADER_BYTES || size > Limits.MAX_MESSAGE_BYTES) {
      throw new ProtocolException("a message of " + size + " bytes");
    }
    this.message = message.slice().order(ByteOrder.BIG_ENDIAN);
    this.kind = kind;
  }

  /** For a manager: reads what a node sent. */
  public static FrameReader<NodeMessage> fromNode(ByteBuffer message) throws ProtocolException {
    return new FrameReader<>(message, NodeMessage.class);
  }

  /** For a node: reads what a manager sent. */
  public static FrameReader<ManagerMessage> fromManager(ByteBuffer message)
      throws ProtocolException {
    return new FrameReader<>(message, ManagerMessage.class);
  }

  /** Whether there is another frame. */
  public boolean hasNext() {
    return message.hasRemaining();
  }

  /**
   * The next frame's message; only when {@link #hasNext}.
   *
   * @throws VersionMismatchException when it is the greeting of a node that speaks no common
   *     version
   * @throws ProtocolException when the bytes are not what the protocol allows
   */
  public M next() throws ProtocolException {
    if (message.remaining() < FrameWriter.HEADER_BYTES) {
      throw new ProtocolException("a frame is cut short");
    }
    int length = message.getInt();
    if (length < FrameWriter.HEADER_BYTES - 4 || length > message.remaining()) {
      throw new ProtocolException(
          "a frame length of " + Integer.toUnsignedString(length) + " does not fit its message");
    }
    ByteBuffer body = message.slice(message.position(), length);
    message.position(message.position() + length);
    MessageType type = MessageType.of(Byte.toUnsignedInt(body.get()));
    try {
      Message next = type.read(body.getLong(), body.slice());
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
      throw new ProtocolException("it is not for this side to receive");
    } catch (VersionMismatchException e) {
      throw e;
    } catch (BufferUnderflowException e) {
      throw new ProtocolException(type + ": a field is cut short", e);
    } catch (ProtocolException | IllegalArgumentException e) {
      throw new ProtocolException(type + ": " + e.getMessage(), e);
    }
  }
}

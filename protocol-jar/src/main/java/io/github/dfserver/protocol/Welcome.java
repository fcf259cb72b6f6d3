package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The manager takes the node's connection; commands may follow.
 *
 * @param protocolVersion what both speak from here on
 * @param clusterId of the catalogue; the node belongs to it for good
 * @param managerId made at random when the manager started
 * @param inlineLimit bytes of the largest file that goes inside a command or an answer
 * @param maxInFlight commands that the manager leaves unanswered at most
 * @param heartbeatSeconds between two {@link Status}; a peer that is silent for {@link
 *     #silenceSeconds} is taken for dead
 * @param transferTimeoutSeconds after which a transfer without a byte is cut
 */
public record Welcome(
    int protocolVersion,
    UUID clusterId,
    UUID managerId,
    int inlineLimit,
    int maxInFlight,
    int heartbeatSeconds,
    int transferTimeoutSeconds)
    implements ManagerMessage {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Welcome {
    Limits.check(
        "protocol version", protocolVersion, ProtocolVersion.OLDEST, ProtocolVersion.CURRENT);
    requireNonNull(clusterId, "clusterId");
    requireNonNull(managerId, "managerId");
    Limits.check("inline limit", inlineLimit, 0, Limits.MAX_CONTENT_BYTES);
    Limits.check("commands in flight", maxInFlight, 1, Limits.MAX_IN_FLIGHT);
    Limits.check("heartbeat seconds", heartbeatSeconds, 1, 5);
    Limits.check("transfer time-out seconds", transferTimeoutSeconds, 1, 86_400);
  }

  @Override
  public MessageType type() {
    return MessageType.WELCOME;
  }

  /** How long a connection may be silent before either side closes it: four heartbeats. */
  public int silenceSeconds() {
    return 4 * heartbeatSeconds;
  }

  void write(ByteBuffer to) {
    to.putShort((short) protocolVersion);
    Fields.putUuid(to, clusterId);
    Fields.putUuid(to, managerId);
    to.putInt(inlineLimit).putInt(maxInFlight);
    to.putInt(heartbeatSeconds).putInt(transferTimeoutSeconds);
  }

  static Welcome read(long requestId, ByteBuffer from) {
    return new Welcome(
        Short.toUnsignedInt(from.getShort()),
        Fields.getUuid(from),
        Fields.getUuid(from),
        from.getInt(),
        from.getInt(),
        from.getInt(),
        from.getInt());
  }
}

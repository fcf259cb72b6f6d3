package io.github.dfserver.protocol;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A node's first message on a connection, sent once nothing of its earlier connection to the same
 * manager is being executed any more. Answered by {@link Welcome} or {@link Refused}.
 *
 * @param minVersion the oldest protocol version that the node speaks
 * @param maxVersion the newest one
 * @param nodeId 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, not {@code .} or {@code ..}
 * @param instanceId of the node's data directory, made when that was created
 * @param incarnation how often the data directory has been opened; raised at every start
 * @param processId made at random when the process started
 * @param clusterId the catalogue that the data directory belongs to; empty before its first welcome
 * @param software name and version, for people
 * @param status what the node holds now
 */
public record Hello(
    int minVersion,
    int maxVersion,
    String nodeId,
    UUID instanceId,
    long incarnation,
    UUID processId,
    Optional<UUID> clusterId,
    String software,
    StoreStatus status)
    implements NodeMessage {
  private static final Pattern NODE_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a component is outside of them
   */
  public Hello {
    Limits.check("oldest version", minVersion, 1, 0xffff);
    Limits.check("newest version", maxVersion, minVersion, 0xffff);
    if (!isNodeId(nodeId)) {
      throw new IllegalArgumentException("a node id has 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    requireNonNull(instanceId, "instanceId");
    Limits.check("incarnation", incarnation, 1, Long.MAX_VALUE);
    requireNonNull(processId, "processId");
    requireNonNull(clusterId, "clusterId");
    Limits.checkText("software", software, 0, Limits.MAX_SOFTWARE_BYTES);
    requireNonNull(status, "status");
  }

  @Override
  public MessageType type() {
    return MessageType.HELLO;
  }

  /** Whether {@code text} can be the id of a node. */
  public static boolean isNodeId(String text) {
    return NODE_ID.matcher(text).matches();
  }

  int bodyBytes() {
    return 2
        + 2
        + Fields.textBytes(nodeId)
        + 16
        + 8
        + 16
        + Fields.optionalBytes(clusterId)
        + Fields.textBytes(software)
        + StoreStatus.BYTES;
  }

  void write(ByteBuffer to) {
    to.putShort((short) minVersion).putShort((short) maxVersion);
    Fields.putText(to, nodeId);
    Fields.putUuid(to, instanceId);
    to.putLong(incarnation);
    Fields.putUuid(to, processId);
    Fields.putOptionalUuid(to, clusterId);
    Fields.putText(to, software);
    status.write(to);
  }

  static Hello read(long requestId, ByteBuffer from) throws ProtocolException {
    int minVersion = Short.toUnsignedInt(from.getShort());
    int maxVersion = Short.toUnsignedInt(from.getShort());
    if (minVersion > ProtocolVersion.CURRENT || maxVersion < ProtocolVersion.OLDEST) {
      throw new VersionMismatchException(minVersion, maxVersion);
    }
    Hello hello =
        new Hello(
            minVersion,
            maxVersion,
            Fields.getText(from),
            Fields.getUuid(from),
            from.getLong(),
            Fields.getUuid(from),
            Fields.getOptionalUuid(from),
            Fields.getText(from),
            StoreStatus.read(from));
    if (maxVersion > ProtocolVersion.CURRENT) {
      from.position(from.limit()); // what later versions add is for those who speak them
    }
    return hello;
  }
}

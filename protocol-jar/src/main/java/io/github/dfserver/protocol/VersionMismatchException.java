package io.github.dfserver.protocol;

/** A node greets with versions of the protocol that are all unknown here. */
public final class VersionMismatchException extends ProtocolException {
  private static final long serialVersionUID = 1;

  VersionMismatchException(int minVersion, int maxVersion) {
    super(
        "the node speaks protocol versions %d to %d, and the manager %d to %d; upgrade the %s"
            .formatted(
                minVersion,
                maxVersion,
                ProtocolVersion.OLDEST,
                ProtocolVersion.CURRENT,
                minVersion > ProtocolVersion.CURRENT ? "manager" : "node"));
  }
}

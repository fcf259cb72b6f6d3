package io.github.dfserver.protocol;

/** A node greets with versions of the protocol that are all unknown here. */
public final class VersionMismatchException extends ProtocolException {
  private static final long serialVersionUID = 1;

  VersionMismatchException(int minVersion, int maxVersion) {
    super(
        "the node speaks protocol versions %d to %d, and here they are %d to %d"
            .formatted(minVersion, maxVersion, ProtocolVersion.OLDEST, ProtocolVersion.CURRENT));
  }
}

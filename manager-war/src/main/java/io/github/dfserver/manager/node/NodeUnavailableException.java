package io.github.dfserver.manager.node;

/** A node did not answer: it is offline, went away, is overloaded or took too long. */
public final class NodeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean sent;

  NodeUnavailableException(String message, boolean sent) {
    super(message, null, false, false);
    this.sent = sent;
  }

  /** For a command that was not sent, since the node is offline. */
  public static NodeUnavailableException notConnected() {
    return new NodeUnavailableException("the node is not connected", false);
  }

  /** For a command whose answer did not come in time. */
  public static NodeUnavailableException late() {
    return new NodeUnavailableException("the node did not answer in time", true);
  }

  /** Whether the command may have reached the node, so that what it does is not known. */
  public boolean sent() {
    return sent;
  }
}

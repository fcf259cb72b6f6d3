package io.github.dfserver.manager.node;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a node channel needs of its WebSocket. */
interface NodeConnection {
  /** Sends one binary message; blocks until the connection has taken it. */
  void send(ByteBuffer message) throws IOException;

  /** Closes the connection, with a reason for the peer's log; never blocks for long. */
  void close(String reason);

  /** Where the peer is, for the log. */
  String peer();
}

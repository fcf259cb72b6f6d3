package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What an exchange reads from and writes to: a socket, or TLS over one. Nothing here waits. For the
 * loop's thread only.
 */
interface ByteStream {
  /**
   * Reads what is there.
   *
   * @param to has room for {@value Source#MIN_BUFFER_BYTES} bytes at least
   * @return bytes read; 0 when there is nothing now, -1 when nothing will come any more
   */
  int read(ByteBuffer to) throws IOException;

  /** Takes what fits now; returns how many bytes. They may not have reached the socket. */
  int write(ByteBuffer from) throws IOException;

  /** Sends what was taken before and has not reached the socket, as far as that goes now. */
  void push() throws IOException;

  /**
   * Whether the socket's being writable would be of use.
   *
   * @param more whether there is more for {@link #write}
   */
  boolean awaitsWritable(boolean more);

  /** Whether there may be something to read though the socket has nothing. */
  boolean hasBuffered();

  /** Says that nothing more will be sent, as far as the socket takes that now. */
  void end();
}

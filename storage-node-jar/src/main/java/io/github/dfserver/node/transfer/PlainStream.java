package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Nothing between an exchange and its socket.
 *
 * @param socket does not block
 */
record PlainStream(SocketChannel socket) implements ByteStream {
  @Override
  public int read(ByteBuffer to) throws IOException {
    return socket.read(to);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return socket.write(from);
  }

  @Override
  public void push() {
    // nothing is kept back
  }

  @Override
  public boolean awaitsWritable(boolean more) {
    return more;
  }

  @Override
  public boolean hasBuffered() {
    return false;
  }

  @Override
  public void end() {
    // the socket's end says it
  }
}

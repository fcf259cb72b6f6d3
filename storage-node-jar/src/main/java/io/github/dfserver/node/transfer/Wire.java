package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/** One TCP connection to a manager, registered with a loop's selector. Used by that loop only. */
final class Wire {
  private final Target target;
  private final SocketChannel channel;
  private final ByteStream bytes;
  private final SelectionKey key;
  private long idleSince;

  private Wire(Target target, SocketChannel channel, ByteStream bytes, SelectionKey key) {
    this.target = target;
    this.channel = channel;
    this.bytes = bytes;
    this.key = key;
  }

  /** Makes what goes over a socket. */
  @FunctionalInterface
  interface Streams {
    ByteStream over(SocketChannel socket) throws IOException;
  }

  /** Begins to connect; the selector reports when that is done. */
  static Wire connect(Target target, Streams streams, Selector selector) throws IOException {
    InetSocketAddress address = target.address();
    if (address.isUnresolved()) {
      throw new TransferException("the manager's host is not known: " + target.host());
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      keepAlive(channel);
      channel.connect(address);
      return new Wire(target, channel, streams.over(channel), channel.register(selector, 0));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Has the system notice a peer that is gone, which is not one that is slow. */
  private static void keepAlive(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 20);
      channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
      channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
    }
  }

  Target target() {
    return target;
  }

  SocketChannel channel() {
    return channel;
  }

  /** What goes over it, once it is connected. */
  ByteStream bytes() {
    return bytes;
  }

  /** Who is told when the connection is ready for what it waits for. */
  void attach(Exchange exchange) {
    key.attach(exchange);
  }

  /** From now on the connection serves nobody, and only its end is waited for. */
  void setIdle() {
    key.attach(null);
    idleSince = System.nanoTime();
    await(false);
  }

  void awaitConnected() {
    key.interestOps(SelectionKey.OP_CONNECT);
  }

  /** Waits for something to read; with {@code more} to write, for room for that, too. */
  void await(boolean more) {
    key.interestOps(
        bytes.awaitsWritable(more)
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
  }

  /** How long the connection has been idle. */
  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  void close() {
    bytes.end();
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(Wire.class.getName())
          .log(System.Logger.Level.DEBUG, "a connection could not be closed properly", e);
    }
  }
}

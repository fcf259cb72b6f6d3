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
  private final InetSocketAddress address;
  private final SocketChannel channel;
  private final SelectionKey key;
  private long idleSince;

  private Wire(InetSocketAddress address, SocketChannel channel, SelectionKey key) {
    this.address = address;
    this.channel = channel;
    this.key = key;
  }

  /** Begins to connect; the selector reports when that is done. */
  static Wire connect(InetSocketAddress address, Selector selector) throws IOException {
    if (address.isUnresolved()) {
      throw new TransferException("the manager's host is not known: " + address.getHostString());
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      keepAlive(channel);
      channel.connect(address);
      return new Wire(address, channel, channel.register(selector, 0));
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

  InetSocketAddress address() {
    return address;
  }

  SocketChannel channel() {
    return channel;
  }

  /** Who is told when the connection is ready for what it waits for. */
  void attach(Exchange exchange) {
    key.attach(exchange);
  }

  /** From now on the connection serves nobody, and only its end is waited for. */
  void setIdle() {
    key.attach(null);
    idleSince = System.nanoTime();
    awaitReadable();
  }

  void awaitConnected() {
    key.interestOps(SelectionKey.OP_CONNECT);
  }

  void awaitReadable() {
    key.interestOps(SelectionKey.OP_READ);
  }

  void awaitReadableOrWritable() {
    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  /** How long the connection has been idle. */
  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(Wire.class.getName())
          .log(System.Logger.Level.DEBUG, "a connection could not be closed properly", e);
    }
  }
}

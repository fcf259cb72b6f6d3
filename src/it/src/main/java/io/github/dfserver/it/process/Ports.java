package io.github.dfserver.it.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address that nobody listens on. */
public final class Ports {
  private Ports() {}

  /**
   * One that is free now, below those that the system gives to outgoing connections, so that it is
   * still free when a server is started again.
   */
  public static int free() throws IOException {
    return freeFrom(ThreadLocalRandom.current().nextInt(10_000, 30_000));
  }

  /** The first one from this number on that is free now. */
  public static int freeFrom(int first) throws IOException {
    for (int port = first; port < 65_536; port++) {
      if (!isListening(port)) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          return port;
        } catch (BindException e) {
          // Somebody's; the next one, then.
        }
      }
    }
    throw new IOException("no port from " + first + " on is free");
  }

  /** Whether somebody accepts connections on this one. */
  public static boolean isListening(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

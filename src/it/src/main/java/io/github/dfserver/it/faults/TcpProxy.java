package io.github.dfserver.it.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between two processes of this machine, and passes on their connections, breaks them, or
 * lets them stand still. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {
  /** What becomes of connections. */
  enum Mode {
    /** They are passed on. */
    OPEN,
    /** They are reset, new ones too. */
    CUT,
    /** They stay, and nothing passes; what was sent arrives later, when this ends. */
    STALLED
  }

  private final String name;
  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private Mode mode = Mode.OPEN;

  /** Listens on {@code port} of the loopback address for connections to {@code target}. */
  TcpProxy(String name, int port, int target) throws IOException {
    this.name = name;
    this.target = target;
    this.listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    start("accept", this::accept);
  }

  String name() {
    return name;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Does so from now on. */
  void set(Mode next) {
    synchronized (this) {
      mode = next;
      notifyAll();
    }
    if (next == Mode.CUT) {
      breakAll();
    }
  }

  /** Resets the connections that there are. */
  void breakAll() {
    sockets.forEach(TcpProxy::reset);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    set(Mode.CUT);
  }

  private void start(String what, Runnable task) {
    Thread thread = new Thread(task, name + "-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        start("connect", () -> connect(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new IllegalStateException("the proxy " + name + " does not accept any more", e);
        }
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    sockets.add(client);
    sockets.add(server);
    try {
      awaitOpen();
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5000);
      start("there", () -> pump(client, server));
      pump(server, client);
    } catch (IOException | InterruptedException e) {
      forget(client, server);
    }
  }

  private synchronized void awaitOpen() throws IOException, InterruptedException {
    while (mode == Mode.STALLED) {
      wait();
    }
    if (mode == Mode.CUT) {
      throw new IOException("cut");
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[32 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitOpen();
        out.write(buffer, 0, count);
      }
      awaitOpen();
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        forget(from, to);
      }
    } catch (IOException | InterruptedException e) {
      forget(from, to);
    }
  }

  private void forget(Socket... both) {
    for (Socket socket : both) {
      reset(socket);
      sockets.remove(socket);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already, which is all that was wanted.
      return;
    }
  }
}

package io.github.dfserver.it.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a manager, up to so many bytes in all, and then nothing any more. */
final class StallingProxy implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final int target;
  private final AtomicLong left;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** To this port, for this many bytes. */
  StallingProxy(int target, long bytes) throws IOException {
    this.target = target;
    this.left = new AtomicLong(bytes);
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/";
  }

  /** Whether nothing is passed on any more. */
  boolean stalled() {
    return stalled.getCount() == 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket manager = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(manager);
        threads.execute(() -> pass(client, manager));
        threads.execute(() -> pass(manager, client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      int count;
      while ((count = in.read(buffer)) >= 0) {
        if (left.addAndGet(-count) < 0) {
          stalled.countDown();
          closed.await();
          return;
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // one side has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}

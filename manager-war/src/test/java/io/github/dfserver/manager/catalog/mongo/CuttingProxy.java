package io.github.dfserver.manager.catalog.mongo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stands between the driver and the server and loses answers: the server carries the command out,
 * the driver sees its connection end.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService pumps = Executors.newCachedThreadPool();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private volatile Predicate<String> chosen = command -> false;
  private volatile Runnable beforeLosing = () -> {};

  CuttingProxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    pumps.execute(this::accept);
  }

  String uri() {
    return "mongodb://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  /** Loses the answers of the next {@code count} messages that contain this command's name. */
  void loseAnswers(String command, int count, Runnable meanwhile) {
    chosen = message -> message.contains(command);
    beforeLosing = meanwhile;
    answersToLose.set(count);
  }

  private void accept() {
    try {
      while (true) {
        Socket driver = listener.accept();
        try {
          Socket server = new Socket(host, port);
          open.add(driver);
          open.add(server);
          pumps.execute(() -> serve(driver, server));
        } catch (ConnectException e) {
          driver.close(); // the server was stopped: so the driver sees it, too
        }
      }
    } catch (IOException e) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The driver sends one message at a time on a connection and waits for its answer. */
  private void serve(Socket driver, Socket server) {
    try (driver;
        server) {
      while (true) {
        byte[] request = message(driver.getInputStream());
        server.getOutputStream().write(request);
        byte[] answer = message(server.getInputStream());
        String text = new String(request, StandardCharsets.ISO_8859_1);
        if (chosen.test(text) && answersToLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          beforeLosing.run();
          return;
        }
        driver.getOutputStream().write(answer);
      }
    } catch (EOFException | SocketException e) {
      return; // one side has ended, and both are closed now
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.remove(driver);
      open.remove(server);
    }
  }

  private static byte[] message(InputStream in) throws IOException {
    byte[] length = in.readNBytes(4);
    if (length.length < 4) {
      throw new EOFException();
    }
    int size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] message = new byte[size];
    System.arraycopy(length, 0, message, 0, 4);
    if (in.readNBytes(message, 4, size - 4) < size - 4) {
      throw new EOFException();
    }
    return message;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    pumps.shutdown();
  }
}

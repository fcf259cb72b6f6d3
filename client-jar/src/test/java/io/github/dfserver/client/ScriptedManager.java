package io.github.dfserver.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as it is told, request after request, and breaks where it is told to. */
final class ScriptedManager implements AutoCloseable {
  /** Answers one request. */
  @FunctionalInterface
  interface Step {
    void answer(Exchange exchange) throws IOException;
  }

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Step> script = new ConcurrentLinkedQueue<>();
  private final List<Exchange> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private volatile Step rest = exchange -> exchange.problem(400, 6);

  ScriptedManager() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** The next request that no other step is for is answered by this. */
  ScriptedManager then(Step step) {
    script.add(step);
    return this;
  }

  /** All requests after the script are answered by this. */
  ScriptedManager always(Step step) {
    rest = step;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/";
  }

  /** A client that loses no time. */
  DfsClient client() {
    return builder().build();
  }

  DfsClientBuilder builder() {
    return DfsClient.builder(url()).retries(TestRetries.QUICK);
  }

  /** What was asked so far. */
  List<Exchange> requests() {
    return requests;
  }

  int connections() {
    return connections.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        connections.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Exchange exchange = Exchange.read(in, socket.getOutputStream());
        if (exchange == null) {
          return;
        }
        requests.add(exchange);
        Step step = script.poll();
        (step == null ? rest : step).answer(exchange);
        if (exchange.broken()) {
          return;
        }
        exchange.body();
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : connections) {
      socket.close();
    }
    threads.shutdownNow();
  }
}

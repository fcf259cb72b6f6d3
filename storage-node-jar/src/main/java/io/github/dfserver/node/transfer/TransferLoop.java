package io.github.dfserver.node.transfer;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/**
 * One thread that moves the bytes of many exchanges. Everything but {@link #execute} and {@link
 * #close} is called on that thread only.
 */
final class TransferLoop implements Runnable {
  private static final Logger LOG = System.getLogger(TransferLoop.class.getName());
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final long TICK_MILLIS = 250;
  private static final int MAX_IDLE_WIRES = 16;
  private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Selector selector = Selector.open();
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Outgoing outgoing = new Outgoing(BUFFER_BYTES);
  private final PacketBuffers packets = new PacketBuffers();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<Exchange> exchanges = new HashSet<>();
  private final Set<Exchange> eager = new HashSet<>();
  private final Deque<Wire> idle = new ArrayDeque<>();
  private volatile boolean closed;
  private boolean ended; // guarded by this

  TransferLoop() throws IOException {}

  /** Has {@code task} run on the loop's thread; on the caller's once the loop has ended. */
  void execute(Runnable task) {
    synchronized (this) {
      if (!ended) {
        tasks.add(task);
        selector.wakeup();
        return;
      }
    }
    task.run();
  }

  void close() {
    closed = true;
    selector.wakeup();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void run() {
    try {
      long nextTick = System.nanoTime();
      while (!closed) {
        if (eager.isEmpty()) {
          selector.select(this::serve, TICK_MILLIS);
        } else {
          selector.selectNow(this::serve);
          serveEager();
        }
        runTasks();
        if (System.nanoTime() - nextTick >= 0) {
          tick();
          nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "transfers have stopped", e);
    } finally {
      end();
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof Exchange exchange) {
      exchange.proceed(incoming, outgoing);
    } else {
      dropIdle(key);
    }
  }

  private void serveEager() {
    List<Exchange> turn = List.copyOf(eager);
    eager.clear();
    for (Exchange exchange : turn) {
      exchange.proceed(incoming, outgoing);
    }
  }

  /** Has an exchange proceed whatever the selector says, once all others had their turn. */
  void soon(Exchange exchange) {
    eager.add(exchange);
  }

  /** Nothing is expected on an idle connection but its end. */
  private void dropIdle(SelectionKey key) {
    for (Iterator<Wire> wires = idle.iterator(); wires.hasNext(); ) {
      Wire wire = wires.next();
      if (wire.channel() == key.channel()) {
        wires.remove();
        wire.close();
      }
    }
  }

  private void tick() {
    for (Exchange exchange : new ArrayList<>(exchanges)) {
      exchange.checkStalled();
    }
    while (!idle.isEmpty() && idle.peekFirst().idleNanos() > MAX_IDLE_NANOS) {
      idle.removeFirst().close();
    }
  }

  void add(Exchange exchange) {
    exchanges.add(exchange);
  }

  void remove(Exchange exchange) {
    exchanges.remove(exchange);
    eager.remove(exchange);
  }

  /** A connection that served an earlier exchange, or null. */
  Wire reuse(Target target) {
    for (Iterator<Wire> wires = idle.descendingIterator(); wires.hasNext(); ) {
      Wire wire = wires.next();
      if (wire.target().equals(target)) {
        wires.remove();
        return wire;
      }
    }
    return null;
  }

  Wire connect(Target target, Access access) throws IOException {
    return Wire.connect(
        target,
        socket -> target.tls() ? tls(socket, target, access) : new PlainStream(socket),
        selector);
  }

  private ByteStream tls(SocketChannel socket, Target target, Access access) throws IOException {
    SSLEngine engine = access.tls().createSSLEngine(target.host(), target.address().getPort());
    engine.beginHandshake();
    return new TlsStream(socket, engine, packets);
  }

  /** Keeps a connection for a later exchange. */
  void keep(Wire wire) {
    wire.setIdle();
    idle.addLast(wire);
    if (idle.size() > MAX_IDLE_WIRES) {
      idle.removeFirst().close();
    }
  }

  private void end() {
    synchronized (this) {
      closed = true;
      ended = true;
    }
    runTasks();
    for (Exchange exchange : new ArrayList<>(exchanges)) {
      exchange.cancel();
    }
    idle.forEach(Wire::close);
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a selector could not be closed properly", e);
    }
  }
}

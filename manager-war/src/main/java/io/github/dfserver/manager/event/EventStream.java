package io.github.dfserver.manager.event;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.transfer.ContentSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The events that one listener gets, as bytes: a hello, what it has missed, then what happens, and
 * a comment when nothing does. Read by one thread at a time; the rest is for any thread.
 */
final class EventStream implements ContentSource {
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final EventLog log;
  private final EventIds ids;
  private final Caller caller;
  private final long keepAlive;
  private final long end;
  private ByteBuffer rest;
  private long place;
  private volatile long lastRead = System.nanoTime();
  private volatile boolean closed;
  private volatile boolean tooSlow;
  private volatile Runnable signal = () -> {};

  /**
   * A stream that nobody reads yet.
   *
   * @param hello what comes first
   * @param lastId the id of the last event that the listener has, if it has any
   * @param keepAlive how long the stream may be silent
   * @param life how long it lasts
   */
  EventStream(
      EventLog log,
      EventIds ids,
      Caller caller,
      Event hello,
      Optional<String> lastId,
      Duration keepAlive,
      Duration life) {
    this.log = log;
    this.ids = ids;
    this.caller = caller;
    this.keepAlive = keepAlive.toNanos();
    this.end = System.nanoTime() + life.toNanos();
    Optional<Long> known = lastId.flatMap(ids::number).filter(log::continues);
    this.place = known.orElseGet(log::newest);
    String first = "retry: 3000\n" + ids.line(place) + text(hello);
    boolean gap = lastId.isPresent() && known.isEmpty();
    String missed = gap ? ids.line(place) + text(Event.named("gap")) : "";
    this.rest = ByteBuffer.wrap((first + missed).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Event event) {
    return new String(event.frame(), StandardCharsets.UTF_8);
  }

  /** Who listens. */
  Caller caller() {
    return caller;
  }

  /** Whether its listener lost events since it did not read them in time. */
  boolean tooSlow() {
    return tooSlow;
  }

  /** The next read, which a {@link #signal} brings about, ends the stream. */
  void expire() {
    closed = true;
  }

  /** There may be something to read. */
  void signal() {
    signal.run();
  }

  /** Whether there is something to be read though nothing has happened. */
  boolean isDue() {
    long now = System.nanoTime();
    return closed || now - end >= 0 || now - lastRead >= keepAlive;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void whenReadable(Runnable newSignal) {
    signal = newSignal;
    newSignal.run();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      return -1;
    }
    if (!rest.hasRemaining()) {
      if (log.newest() > place) {
        rest = next();
      } else if (System.nanoTime() - end >= 0) {
        return -1;
      } else if (System.nanoTime() - lastRead >= keepAlive) {
        rest = ByteBuffer.wrap(COMMENT);
      } else {
        return 0;
      }
    }
    int n = Math.min(length, rest.remaining());
    rest.get(target, offset, n);
    lastRead = System.nanoTime();
    return n;
  }

  private ByteBuffer next() throws IOException {
    byte[] frame = log.get(place + 1);
    if (frame == null) {
      tooSlow = true;
      throw new IOException("the listener reads too slowly");
    }
    place++;
    byte[] id = ids.line(place).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(id.length + frame.length).put(id).put(frame).flip();
  }
}

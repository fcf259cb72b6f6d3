package io.github.dfserver.manager.request;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * What becomes of one request, noted by whoever answers it. One thread at a time writes it, and it
 * is read when the request is over.
 */
public final class RequestOutcome {
  private static final String ATTRIBUTE = RequestOutcome.class.getName();

  private final LongConsumer fileBytesReceived;
  private final LongConsumer fileBytesSent;
  private long received;
  private long sent;
  private volatile int errorCode;
  private volatile boolean aborted;
  private volatile String target;
  private volatile Stored stored;
  private final AtomicReference<Runnable> atEnd = new AtomicReference<>();

  /** A file that the request has stored: its length in bytes, and its SHA-256 in hexadecimal. */
  public record Stored(long size, String sha256) {}

  /**
   * Nothing has happened yet.
   *
   * @param fileBytesReceived is told of the body's bytes while they come
   * @param fileBytesSent is told of a file's bytes while they are answered
   */
  RequestOutcome(LongConsumer fileBytesReceived, LongConsumer fileBytesSent) {
    this.fileBytesReceived = fileBytesReceived;
    this.fileBytesSent = fileBytesSent;
  }

  /** The outcome of a request; one that nobody reads where the request is not watched. */
  public static RequestOutcome of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestOutcome outcome
        ? outcome
        : new RequestOutcome(bytes -> {}, bytes -> {});
  }

  /** Whether the request has come as far as the first filter, which watches it. */
  public static boolean isNotedFor(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestOutcome;
  }

  void keepIn(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** So many bytes of the body came. */
  public void received(long bytes) {
    received += bytes;
    fileBytesReceived.accept(bytes);
  }

  /** So many bytes of a file were handed to the server. */
  public void sent(long bytes) {
    sent += bytes;
    fileBytesSent.accept(bytes);
  }

  /** So many bytes of an answer that is no file were handed to the server. */
  public void answered(long bytes) {
    sent += bytes;
  }

  /** The request is answered with an error, 1 to 12 of the API's table. */
  public void problem(int code) {
    errorCode = code;
  }

  /** The connection broke, or the body or the answer was not carried to its end. */
  public void aborted() {
    aborted = true;
  }

  /** The request is about this file, whose name its path does not tell. */
  public void target(String name) {
    target = name;
  }

  /** The request has stored a file. */
  public void stored(Stored file) {
    stored = file;
  }

  /**
   * Has something run once, on any thread, when the request is over; at most one, and before the
   * request can be over. It must not block.
   */
  public void atEnd(Runnable task) {
    atEnd.set(task);
  }

  /** The request is over; saying so again does nothing. */
  void over() {
    Optional.ofNullable(atEnd.getAndSet(null)).ifPresent(Runnable::run);
  }

  Optional<String> target() {
    return Optional.ofNullable(target);
  }

  Optional<Stored> stored() {
    return Optional.ofNullable(stored);
  }

  long receivedBytes() {
    return received;
  }

  long sentBytes() {
    return sent;
  }

  /** 0 when there was no error. */
  int errorCode() {
    return errorCode;
  }

  boolean wasAborted() {
    return aborted;
  }
}

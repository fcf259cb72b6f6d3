package io.github.dfserver.manager.transfer;

/** Bytes on their way. For any thread. */
public interface Progress {
  /** When a byte last moved, in {@link System#nanoTime}. */
  long lastProgress();

  /** How many bytes have moved so far. */
  long moved();

  /** Whether it is the client that is waited for, if anything is. */
  boolean waitsForClient();

  /** Whether it is the source of the bytes that is waited for, if anything is. */
  boolean waitsForSource();
}

package io.github.dfserver.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds the end of an HTTP answer in a buffer, and no more of HTTP than that takes: the status,
 * Content-Length, or chunks. Not thread-safe.
 */
final class AnswerReader {
  private static final byte[] CONTENT_LENGTH =
      "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

  private int scanned;
  private int headEnd;
  private int status;
  private long contentLength;
  private boolean chunked;
  private boolean close;

  /** Gets ready for the next answer. */
  void reset() {
    scanned = 0;
    headEnd = -1;
    status = 0;
    contentLength = -1;
    chunked = false;
    close = false;
  }

  /** The status; 0 before the head is whole. */
  int status() {
    return status;
  }

  /** Where the body begins; -1 before the head is whole. */
  int headEnd() {
    return headEnd;
  }

  /** The body's length; -1 where the head does not say. */
  long contentLength() {
    return contentLength;
  }

  /** Whether the server will close the connection. */
  boolean close() {
    return close;
  }

  /**
   * Whether the head is whole.
   *
   * @param buffer from 0 to its position: the answer so far
   * @throws IOException when it is no answer
   */
  boolean readHead(ByteBuffer buffer) throws IOException {
    int end = buffer.position();
    int line = scanned;
    for (int i = scanned; headEnd < 0 && i < end; i++) {
      if (buffer.get(i) == '\n') {
        readLine(buffer, line, i);
        line = i + 1;
      }
    }
    scanned = line;
    return headEnd >= 0;
  }

  /**
   * Whether the answer is whole.
   *
   * @param buffer from 0 to its position: the answer so far
   * @throws IOException when it is no answer
   */
  boolean read(ByteBuffer buffer) throws IOException {
    if (headEnd < 0 && !readHead(buffer)) {
      return false;
    }
    if (chunked) {
      return lastChunk(buffer);
    }
    return buffer.position() >= headEnd + Math.max(0, contentLength);
  }

  private void readLine(ByteBuffer buffer, int from, int newline) throws IOException {
    int length = newline - from;
    if (status == 0) {
      if (length < 12) {
        throw new IOException("no status line");
      }
      status =
          (buffer.get(from + 9) - '0') * 100
              + (buffer.get(from + 10) - '0') * 10
              + (buffer.get(from + 11) - '0');
    } else if (length <= 1) {
      headEnd = newline + 1;
      if (contentLength < 0 && !chunked && status != 204) {
        throw new IOException("status " + status + " with a body of unknown length");
      }
    } else if (startsWith(buffer, from, newline, CONTENT_LENGTH)) {
      contentLength = number(buffer, from + CONTENT_LENGTH.length, newline);
    } else if (startsWith(buffer, from, newline, CHUNKED)) {
      chunked = true;
    } else if (startsWith(buffer, from, newline, CLOSE)) {
      close = true;
    }
  }

  private boolean lastChunk(ByteBuffer buffer) throws IOException {
    int at = headEnd;
    while (true) {
      int size = 0;
      int i = at;
      for (; i < buffer.position() && buffer.get(i) != '\n'; i++) {
        int digit = Character.digit(buffer.get(i), 16);
        if (digit >= 0) {
          size = size * 16 + digit;
        } else if (buffer.get(i) != '\r') {
          throw new IOException("a chunk's size is not a number");
        }
      }
      long next = (long) i + 1 + size + 2;
      if (next > buffer.position()) {
        return false;
      }
      if (size == 0) {
        return true;
      }
      at = (int) next;
    }
  }

  private static boolean startsWith(ByteBuffer buffer, int from, int end, byte[] lowerCase) {
    if (end - from < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = buffer.get(from + i);
      if (b != lowerCase[i] && !(b >= 'A' && b <= 'Z' && b + 32 == lowerCase[i])) {
        return false;
      }
    }
    return true;
  }

  private static long number(ByteBuffer buffer, int from, int end) {
    long number = 0;
    for (int i = from; i < end; i++) {
      int digit = buffer.get(i) - '0';
      if (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
      }
    }
    return number;
  }
}

package io.github.dfserver.client.http;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an answer. Closed at its end, the connection is kept for the next request; closed
 * before, by any thread, the connection is cut, since reading a rest of gigabytes would take longer
 * than a new connection.
 */
final class AnswerStream extends FilterInputStream {
  private final Runnable cut;
  private final Closeable answer;
  private volatile boolean ended;

  AnswerStream(InputStream stream, Runnable cut, Closeable answer) {
    super(stream);
    this.cut = cut;
    this.answer = answer;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    ended |= b < 0;
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    ended |= count < 0;
    return count;
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      answer.close();
      return;
    }
    cut.run();
    try {
      answer.close();
    } catch (IOException e) {
      // it was cut on purpose
    }
  }
}

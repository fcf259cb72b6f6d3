package io.github.dfserver.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Many clients on one thread. Each keeps its connection, sends a request, waits for the whole
 * answer, checks it and sends the next.
 */
final class SmallLoad {
  private static final int ANSWER_BYTES = 128 * 1024;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final LoadCommand command;
  private final RequestWriter requests;
  private final boolean upload;
  private final boolean named;
  private final LatencyHistogram times = new LatencyHistogram();
  private final SplittableRandom choice = new SplittableRandom(1);
  private final long countFrom;
  private final long end;
  private int active;
  private long issued;
  private long all;
  private long errors;
  private String firstError = "";

  SmallLoad(LoadCommand command) {
    this.command = command;
    this.requests = new RequestWriter(command);
    this.upload = command.kind() == LoadCommand.Kind.PUT;
    this.named = command.path().endsWith("/");
    this.countFrom = System.nanoTime() + command.leadMillis() * 1_000_000;
    this.end = countFrom + command.measureMillis() * 1_000_000;
  }

  LoadResult run() throws IOException {
    long began = System.nanoTime();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < command.connections(); i++) {
        new Client(selector).next();
      }
      while (active > 0) {
        selector.select(key -> ((Client) key.attachment()).ready(), 1000);
        if (System.nanoTime() - end > PATIENCE_NANOS) {
          error("no answer for " + PATIENCE_NANOS / 1_000_000_000 + " s");
          break;
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
    long ended = Math.min(System.nanoTime(), end);
    long nanos = Math.max(1, ended - Math.max(began, countFrom));
    return new LoadResult(
        times.total(),
        nanos,
        times.quantile(0.5),
        times.quantile(0.99),
        all,
        errors,
        issued,
        firstError);
  }

  private void error(String what) {
    errors++;
    if (firstError.isEmpty()) {
      firstError = what;
    }
  }

  private boolean over() {
    return System.nanoTime() >= end
        || (command.limit() > 0 && issued >= command.limit())
        || errors > 100;
  }

  /** One connection. */
  private final class Client {
    private final Selector selector;
    private final ByteBuffer out = ByteBuffer.allocateDirect(requests.longest());
    private final ByteBuffer in = ByteBuffer.allocateDirect(ANSWER_BYTES);
    private final AnswerReader answer = new AnswerReader();
    private SocketChannel channel;
    private SelectionKey key;
    private long number;
    private long asked;

    Client(Selector selector) throws IOException {
      this.selector = selector;
      connect();
      active++;
    }

    private void connect() throws IOException {
      channel =
          SocketChannel.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), command.port()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void next() throws IOException {
      if (over()) {
        active--;
        channel.close();
        return;
      }
      number = upload ? command.number() + issued : chosen();
      issued++;
      answer.reset();
      in.clear();
      out.clear();
      requests.write(number, out);
      out.flip();
      asked = System.nanoTime();
      write();
    }

    private long chosen() {
      return named ? choice.nextLong(command.number()) : 0;
    }

    private void write() throws IOException {
      channel.write(out);
      int interest =
          out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
      if (key.interestOps() != interest) {
        key.interestOps(interest);
      }
    }

    void ready() {
      try {
        try {
          if (key.isWritable()) {
            write();
          }
          if (key.isReadable()) {
            read();
          }
        } catch (IOException e) {
          all++;
          error(e.toString());
          channel.close();
          connect();
          next();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void read() throws IOException {
      int n = channel.read(in);
      if (n < 0) {
        throw new IOException("the server closed the connection before its answer was whole");
      }
      if (!answer.read(in)) {
        if (!in.hasRemaining()) {
          throw new IOException("the answer is longer than " + ANSWER_BYTES + " bytes");
        }
        return;
      }
      long now = System.nanoTime();
      all++;
      if (!right()) {
        byte[] text = new byte[Math.min(in.position(), 600)];
        in.get(0, text);
        error(new String(text, StandardCharsets.ISO_8859_1));
      } else if (now >= countFrom && now < end) {
        times.add(now - asked);
      }
      if (answer.close()) {
        channel.close();
        connect();
      }
      next();
    }

    private boolean right() {
      if (upload) {
        return answer.status() == 201 || answer.status() == 204;
      }
      if (answer.status() != 200 || answer.contentLength() != command.size()) {
        return false;
      }
      return !named || in.getLong(answer.headEnd()) == number;
    }
  }
}

package io.github.dfserver.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.FrameReader;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.ManagerMessage;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.ScrubReport;
import io.github.dfserver.protocol.Status;
import io.github.dfserver.protocol.StatusReceived;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The manager's end of a node channel (RFC 6455). Answers heartbeats unless it is silent. */
public final class ScriptedChannel {
  public static final int BINARY = 0x82;
  public static final int TEXT = 0x81;
  public static final int PING = 0x89;
  public static final int CLOSE = 0x88;
  private static final int PONG = 0x8a;

  private final HttpRequest connection;
  private final BlockingQueue<NodeMessage> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<NodeMessage> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<NodeMessage> findings = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final AtomicInteger messages = new AtomicInteger();
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private volatile boolean silent;

  ScriptedChannel(HttpRequest connection) {
    this.connection = connection;
  }

  /** Begins to read. */
  void start() {
    ScriptedManager.daemon(this::read);
  }

  private void read() {
    try {
      DataInputStream in = new DataInputStream(connection.in());
      while (true) {
        int opcode = in.readUnsignedByte();
        long length = in.readUnsignedByte() & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= mask[i % 4];
        }
        take(opcode, payload);
      }
    } catch (IOException e) {
      closed.complete(-1);
    }
  }

  private void take(int opcode, byte[] payload) throws IOException {
    if (opcode == CLOSE) {
      closed.complete(payload.length < 2 ? 1005 : (int) ByteBuffer.wrap(payload).getShort());
      sendFrame(CLOSE, new byte[] {3, (byte) 0xe8});
      return;
    }
    if (opcode == PONG) {
      pongs.add(payload);
      return;
    }
    parts.write(payload);
    if ((opcode & 0x80) == 0) {
      return;
    }
    messages.incrementAndGet();
    FrameReader<NodeMessage> frames = FrameReader.fromNode(ByteBuffer.wrap(parts.toByteArray()));
    parts.reset();
    while (frames.hasNext()) {
      NodeMessage message = frames.next();
      if (message instanceof Status && !silent) {
        send(new StatusReceived());
      }
      (message instanceof ScrubReport ? reports : message instanceof Finding ? findings : received)
          .add(message);
    }
  }

  /** From now on heartbeats are not answered. */
  public void fallSilent() {
    silent = true;
  }

  /** WebSocket messages that have come. */
  public int messages() {
    return messages.get();
  }

  /** The next message, heartbeats left out. */
  public NodeMessage next() throws InterruptedException {
    NodeMessage next = Waiting.next(received, "a message of the node");
    return next instanceof Status ? next() : next;
  }

  /** The next report of a scrub; {@link #next} leaves them out. */
  public ScrubReport report() throws InterruptedException {
    return (ScrubReport) Waiting.next(reports, "a report of the scrub");
  }

  /** The next finding; {@link #next} leaves them out. */
  public Finding finding() throws InterruptedException {
    return (Finding) Waiting.next(findings, "a finding");
  }

  /** What the next pong carries. */
  public byte[] pong() throws InterruptedException {
    return Waiting.next(pongs, "a pong of the node");
  }

  public <M extends NodeMessage> M expect(Class<M> kind) throws InterruptedException {
    NodeMessage next = kind == Status.class ? Waiting.next(received, "a status") : next();
    assertThat(next).isInstanceOf(kind);
    return kind.cast(next);
  }

  /** All in one WebSocket message. */
  public void send(ManagerMessage... sent) throws IOException {
    ByteBuffer packed = FrameWriter.pack(List.of(sent));
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    sendFrame(BINARY, bytes);
  }

  public synchronized void sendFrame(int opcode, byte[] payload) throws IOException {
    connection.raw(header(opcode, payload.length));
    connection.raw(payload);
  }

  /** Announces a WebSocket frame and sends only a part of it. */
  public synchronized void sendCutShort(byte[] part, int announced) throws IOException {
    connection.raw(header(BINARY, announced));
    connection.raw(part);
  }

  private static byte[] header(int opcode, int length) {
    ByteBuffer header = ByteBuffer.allocate(10).put((byte) opcode);
    if (length < 126) {
      header.put((byte) length);
    } else if (length < 1 << 16) {
      header.put((byte) 126).putShort((short) length);
    } else {
      header.put((byte) 127).putLong(length);
    }
    byte[] bytes = new byte[header.flip().remaining()];
    header.get(bytes);
    return bytes;
  }

  /** Cuts the connection with a reset. */
  public void drop() throws IOException {
    connection.drop();
  }

  /** Waits until the node closes; returns its close code, -1 when it gave none. */
  public int closeCode() throws Exception {
    return closed.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}

package io.github.dfserver.node.peer;

import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.Welcome;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Listens on a port of its own for node channels and transfers, under a context root. */
public final class ScriptedManager implements AutoCloseable {
  private static final String ROOT = "/some/root/";
  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final String scheme;
  private final ServerSocket server;
  private final BlockingQueue<ScriptedChannel> channels = new LinkedBlockingQueue<>();
  private final BlockingQueue<HttpRequest> requests = new LinkedBlockingQueue<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final UUID clusterId;
  private final BlockingQueue<HttpRequest> handshakes = new LinkedBlockingQueue<>();
  private volatile int refusal;
  private volatile boolean deaf;
  private volatile boolean accepting = true;

  public ScriptedManager() throws IOException {
    this(0);
  }

  public ScriptedManager(int port) throws IOException {
    this(port, UUID.randomUUID());
  }

  private ScriptedManager(int port, UUID clusterId) throws IOException {
    this("http", new ServerSocket(port, 2000, InetAddress.getLoopbackAddress()), clusterId);
  }

  private ScriptedManager(String scheme, ServerSocket server, UUID clusterId) {
    this.scheme = scheme;
    this.server = server;
    this.clusterId = clusterId;
    daemon(this::accept);
  }

  /** One that speaks TLS, in the versions and with the demands that {@code settings} makes. */
  public static ScriptedManager overTls(SSLContext tls, Consumer<SSLServerSocket> settings)
      throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 2000, InetAddress.getLoopbackAddress());
    settings.accept(server);
    return new ScriptedManager("https", server, UUID.randomUUID());
  }

  /** On a port that no system gives to others by itself, so that it can be had again. */
  public static ScriptedManager onAPortToComeBackTo() throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return new ScriptedManager(ThreadLocalRandom.current().nextInt(10_000, 30_000));
      } catch (BindException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  /** Another manager over the same catalogue. */
  public ScriptedManager sameCluster() throws IOException {
    return new ScriptedManager(0, clusterId);
  }

  static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted manager");
    thread.setDaemon(true);
    thread.start();
  }

  public ManagerUrl url() {
    return url("127.0.0.1");
  }

  /** By another name of this machine. */
  public ManagerUrl url(String host) {
    return ManagerUrl.parse(scheme + "://" + host + ":" + server.getLocalPort() + ROOT);
  }

  public UUID clusterId() {
    return clusterId;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket socket) {
    try {
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      HttpRequest request = HttpRequest.read(socket, in);
      if (request != null && request.headers().containsKey("upgrade")) {
        upgrade(request);
      } else if (request != null) {
        accept(request);
        requests.add(request);
      }
    } catch (IOException e) {
      // the node gave up
    }
  }

  private void accept(HttpRequest request) throws IOException {
    if (accepting && "100-continue".equals(request.headers().get("expect"))) {
      request.raw("HTTP/1.1 100 Continue\n\n");
    }
  }

  private void upgrade(HttpRequest request) throws IOException {
    handshakes.add(request);
    if (refusal != 0) {
      request.answer(refusal, new byte[0]);
      request.connection().close();
      return;
    }
    if (!request.line().equals("GET " + ROOT + "node-channel HTTP/1.1")) {
      request.answer(404, new byte[0]);
      return;
    }
    String key = request.headers().get("sec-websocket-key") + WEBSOCKET_GUID;
    request.raw(
        "HTTP/1.1 101 Switching\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(sha1(key))
            + "\n\n");
    ScriptedChannel channel = new ScriptedChannel(request);
    if (!deaf) {
      channel.start();
    }
    channels.add(channel);
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The next connection of a node, nothing said yet. */
  public ScriptedChannel connection() throws InterruptedException {
    return Waiting.next(channels, "a connection of the node");
  }

  /** The next connection of a node, greeted and welcomed. */
  public ScriptedChannel welcomed() throws InterruptedException, IOException {
    ScriptedChannel channel = connection();
    channel.expect(Hello.class);
    channel.send(welcome(64, 5));
    return channel;
  }

  public Welcome welcome(int maxInFlight, int heartbeatSeconds) {
    return welcome(ProtocolVersion.CURRENT, maxInFlight, heartbeatSeconds);
  }

  /** As a manager of another version would. */
  public Welcome welcome(int version, int maxInFlight, int heartbeatSeconds) {
    return new Welcome(
        version, clusterId, UUID.randomUUID(), 65_536, maxInFlight, heartbeatSeconds, 60);
  }

  /** The next request for a node channel, whatever becomes of it. */
  public HttpRequest handshake() throws InterruptedException {
    return Waiting.next(handshakes, "a handshake of the node");
  }

  /** From now on node channels are refused with this status; 0: they are not. */
  public void refuse(int status) {
    refusal = status;
  }

  /** The next transfer that the node opens. */
  public HttpRequest transfer() throws InterruptedException {
    return Waiting.next(requests, "a transfer of the node");
  }

  /** Reads the next request on a connection that was kept. */
  public HttpRequest next(HttpRequest before) throws IOException {
    HttpRequest next = HttpRequest.read(before.connection(), (BufferedInputStream) before.in());
    accept(next);
    return next;
  }

  /** From now on what nodes say is not read. */
  public void readNothing() {
    deaf = true;
  }

  /** Whether bodies are asked for from now on; at first they are. */
  public void accept(boolean bodies) {
    accepting = bodies;
  }

  /** No more connections are taken. */
  public void stopListening() throws IOException {
    server.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}

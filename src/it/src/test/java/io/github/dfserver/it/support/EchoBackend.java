package io.github.dfserver.it.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands where a manager stands behind a proxy: is live and ready, answers a request with the
 * request's own head, exactly as it came, and one whose path contains {@code drop} not at all, once
 * it has taken it whole. Thread-safe.
 */
public final class EchoBackend implements AutoCloseable {
  private static final int LIMIT_MILLIS = 60_000;
  private static final String WELL = "{\"status\":\"UP\",\"checks\":[]}";
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService connections = Executors.newCachedThreadPool();
  private final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();

  /** Listens on a free port. */
  public EchoBackend() throws IOException {
    connections.execute(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** The heads of what came, but for the questions about its health. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.execute(() -> serve(connection));
      } catch (IOException e) {
        System.getLogger("EchoBackend").log(Level.DEBUG, "closed", e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(LIMIT_MILLIS);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      String head = head(in);
      if (head.isEmpty()) {
        return; // a probe of the port
      }
      Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
      in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      String path = head.split(" ", 3)[1];
      boolean health = path.startsWith("/health/");
      if (!health) {
        heads.add(head);
        if (path.contains("drop")) {
          return;
        }
      }
      byte[] body = (health ? WELL : head).getBytes(StandardCharsets.ISO_8859_1);
      String answer =
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
      connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      connection.getOutputStream().write(body);
    } catch (IOException e) {
      System.getLogger("EchoBackend").log(Level.DEBUG, "a connection broke", e);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      String sofar = b == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
      if (sofar.endsWith("\r\n\r\n")) {
        return sofar;
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    socket.close();
    connections.shutdownNow();
  }
}

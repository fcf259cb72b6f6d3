package io.github.dfserver.client.http;

import jakarta.ws.rs.client.Client;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * TLS with what the client trusts, which is read with the first connection that needs it: where
 * there is none, that would be a quarter of the time in which a program starts. For any number of
 * threads.
 */
final class StreamingConnectorTls implements TlsSocketStrategy {
  private final Client client;
  private TlsSocketStrategy tls; // guarded by this

  StreamingConnectorTls(Client client) {
    this.client = client;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return tls().upgrade(socket, target, port, attachment, context);
  }

  private synchronized TlsSocketStrategy tls() {
    if (tls == null) {
      tls = new DefaultClientTlsStrategy(client.getSslContext());
    }
    return tls;
  }
}

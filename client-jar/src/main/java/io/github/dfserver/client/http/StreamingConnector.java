package io.github.dfserver.client.http;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.message.internal.Statuses;

/**
 * Sends Jersey's requests by Apache HttpClient, with blocking sockets on the caller's thread.
 * Unlike the connectors that Jersey brings, it sends a body of known length with that length and
 * without keeping it, understands an answer that comes while the body is still being sent, leaves
 * the rest of an answer that nobody wants unread, and can stop a request from another thread. It
 * knows no proxy, cookie, redirect or log-in, for which HttpClient would look at each request.
 */
final class StreamingConnector implements Connector {
  private static final TimeValue LOOK_AGAIN = TimeValue.ofMilliseconds(500);
  private static final int CONNECTIONS = 32;

  private final MinimalHttpClient http;
  private final RequestConfig config;

  StreamingConnector(Client client, Configuration configuration) {
    Timeout connect = timeout(configuration, ClientProperties.CONNECT_TIMEOUT);
    Timeout read = timeout(configuration, ClientProperties.READ_TIMEOUT);
    int connections =
        configuration.getProperty(StreamingConnectorProvider.CONNECTIONS) instanceof Integer count
            ? count
            : CONNECTIONS;
    http =
        HttpClients.createMinimal(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tlsWhenNeeded(client))
                .setMaxConnPerRoute(connections)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(read)
                        .setValidateAfterInactivity(LOOK_AGAIN)
                        .build())
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(read).build())
                .build());
    config =
        RequestConfig.custom().setResponseTimeout(read).setConnectionRequestTimeout(read).build();
  }

  /**
   * What the client trusts is read with the first connection that needs it, and kept by Jersey:
   * where there is none, that would be a fifth of the time in which a program starts.
   */
  private static TlsSocketStrategy tlsWhenNeeded(Client client) {
    return (socket, host, port, attachment, context) ->
        new DefaultClientTlsStrategy(client.getSslContext())
            .upgrade(socket, host, port, attachment, context);
  }

  private static Timeout timeout(Configuration configuration, String property) {
    return configuration.getProperty(property) instanceof Integer millis
        ? Timeout.ofMilliseconds(millis)
        : Timeout.DISABLED;
  }

  @Override
  public ClientResponse apply(ClientRequest request) {
    HttpUriRequestBase message = new HttpUriRequestBase(request.getMethod(), request.getUri());
    message.setConfig(config);
    request
        .getStringHeaders()
        .forEach((name, values) -> values.forEach(value -> message.addHeader(name, value)));
    if (request.getEntity() instanceof StreamedBody body) {
      if (!body.typed()) {
        message.removeHeaders(HttpHeaders.CONTENT_TYPE);
      }
      message.setEntity(new EntityTemplate(body.length(), null, null, body::writeTo));
      body.stoppedBy(message::cancel);
    } else if (request.getEntity() != null) {
      throw new IllegalArgumentException("This connector sends streamed bodies only.");
    }
    try {
      HttpHost manager = RoutingSupport.determineHost(message);
      return answer(request, message, http.executeOpen(manager, message, null));
    } catch (IOException | HttpException e) {
      throw new ProcessingException(e);
    }
  }

  private static ClientResponse answer(
      ClientRequest request, HttpUriRequestBase message, ClassicHttpResponse answer)
      throws IOException {
    String reason = answer.getReasonPhrase();
    ClientResponse response =
        new ClientResponse(
            reason == null
                ? Statuses.from(answer.getCode())
                : Statuses.from(answer.getCode(), reason),
            request);
    for (Header header : answer.getHeaders()) {
      response
          .getHeaders()
          .computeIfAbsent(header.getName(), name -> new ArrayList<>())
          .add(header.getValue());
    }
    if (answer.getEntity() == null) {
      answer.close();
      response.setEntityStream(InputStream.nullInputStream());
    } else {
      response.setEntityStream(
          new AnswerStream(answer.getEntity().getContent(), message::cancel, answer));
    }
    return response;
  }

  @Override
  public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
    try {
      callback.response(apply(request));
    } catch (RuntimeException e) {
      callback.failure(e);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String getName() {
    return "Distributed File Server's streaming connector";
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new ProcessingException(e);
    }
  }
}

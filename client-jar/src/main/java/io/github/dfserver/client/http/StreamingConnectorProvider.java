package io.github.dfserver.client.http;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;

/** Gives Jersey the connector that streams; Jersey finds it by its name. */
public final class StreamingConnectorProvider implements ConnectorProvider {
  /** The property that says how many connections there may be to one manager, an Integer. */
  public static final String CONNECTIONS = "io.github.dfserver.client.connections";

  /** The only state is none. */
  public StreamingConnectorProvider() {}

  @Override
  public Connector getConnector(Client client, Configuration configuration) {
    return new StreamingConnector(client, configuration);
  }
}

package io.github.dfserver.manager.config;

import io.github.dfserver.tls.Authorities;
import java.util.Optional;

/**
 * Whose certificates the application trusts. Immutable.
 *
 * @param ca who certifies other managers; empty: who certifies servers in general ({@code
 *     dfs.tls.ca})
 * @param clientCa who certifies storage nodes; empty: nodes have no certificates ({@code
 *     dfs.tls.client-ca})
 */
public record TlsSettings(Optional<Authorities> ca, Optional<Authorities> clientCa) {
  /** As if no key was set. */
  public static final TlsSettings NONE = new TlsSettings(Optional.empty(), Optional.empty());
}

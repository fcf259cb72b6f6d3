package io.github.dfserver.manager.session;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.metrics.BuildVersion;
import io.github.dfserver.manager.security.BasicAuthenticator;
import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.security.Doorkeeper;
import io.github.dfserver.manager.security.Issuer;
import io.github.dfserver.manager.security.IssuerEndpoints;
import io.github.dfserver.manager.security.Role;
import io.github.dfserver.manager.security.SecuritySettings;
import io.github.dfserver.manager.security.SecuritySettings.Oidc;
import io.github.dfserver.manager.security.SecuritySettings.OidcClient;
import io.github.dfserver.manager.security.TokenAuthenticator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells who a caller is, and how somebody can sign in here. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class SignIn {
  @Inject private ManagerConfiguration configuration;
  @Inject private SecuritySettings settings;
  @Inject private Doorkeeper doorkeeper;
  @Inject private TokenAuthenticator tokens;
  @Inject private BasicAuthenticator basic;
  @Inject private Issuer issuer;

  /** As what the issuer knows the console; empty where nobody signs in by it. */
  Optional<OidcClient> client() {
    return settings.oidc().flatMap(Oidc::client);
  }

  /** Where the issuer signs users in; empty while that is not known. */
  Optional<IssuerEndpoints> endpoints() {
    return issuer.endpoints();
  }

  /** What a caller is told. */
  SessionJson session(Caller caller) {
    boolean nobody = caller.means() == Means.NOTHING;
    return new SessionJson(
        nobody ? Optional.empty() : Optional.of(caller.name()),
        caller.role().map(Role::label),
        nobody ? Optional.empty() : Optional.of(caller.means().label()),
        ways(),
        oidc(),
        BuildVersion.get(),
        configuration.maxFileSize());
  }

  /** A token of an issuer can be pasted like one of ours where there is no other way. */
  private List<String> ways() {
    List<String> ways = new ArrayList<>();
    if (doorkeeper.isOpen()) {
      return ways;
    }
    boolean pasted = settings.oidc().isPresent() && client().isEmpty();
    if (tokens.isConfigured() || pasted) {
      ways.add("token");
    }
    if (basic.isConfigured()) {
      ways.add("basic");
    }
    if (client().isPresent() && endpoints().isPresent()) {
      ways.add("oidc");
    }
    return ways;
  }

  private Optional<SessionJson.Issuer> oidc() {
    return client()
        .flatMap(
            client ->
                endpoints()
                    .map(
                        at ->
                            new SessionJson.Issuer(
                                at.authorization().toString(), client.id(), client.scope())));
  }
}

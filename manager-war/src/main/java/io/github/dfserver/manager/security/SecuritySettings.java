package io.github.dfserver.manager.security;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let in, as configured. Immutable.
 *
 * @param tokenFile where tokens are kept ({@code dfs.token-file})
 * @param basic whether users of the server's own identity store are let in ({@code
 *     dfs.basic-authentication})
 * @param oidc whose tokens of OpenID Connect are taken, or empty for nobody's
 * @param trustedProxies whose word on a client's address counts ({@code dfs.trusted-proxies})
 */
public record SecuritySettings(
    Path tokenFile, boolean basic, Optional<Oidc> oidc, Networks trustedProxies) {

  /**
   * An issuer of OpenID Connect and how its tokens are read.
   *
   * @param issuer its URL, exactly as its tokens name it ({@code dfs.oidc.issuer})
   * @param audience what its tokens for this server name as theirs ({@code dfs.oidc.audience})
   * @param roleClaim the claim that has roles, with dots between the members that lead there
   *     ({@code dfs.oidc.role-claim})
   * @param roles what there gives which role ({@code dfs.oidc.reader} and so on)
   * @param client as what the console signs its users in there, if it does
   */
  public record Oidc(
      URI issuer,
      String audience,
      String roleClaim,
      Map<Role, Set<String>> roles,
      Optional<OidcClient> client) {
    /** Copies the map. */
    public Oidc {
      roles = Map.copyOf(roles);
    }
  }

  /**
   * The console as the issuer knows it.
   *
   * @param id its client id ({@code dfs.oidc.client-id})
   * @param secretFile the file with its secret ({@code dfs.oidc.client-secret-file}), or empty for
   *     a public client
   * @param scope what is asked for, words with spaces between ({@code dfs.oidc.scope})
   */
  public record OidcClient(String id, Optional<Path> secretFile, String scope) {}
}

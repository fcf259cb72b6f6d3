package io.github.dfserver.manager.security;

import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.token.Token;
import io.github.dfserver.manager.token.TokenRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;

/** Tokens of the manager's own, of clients and of nodes. */
@ApplicationScoped
public class TokenAuthenticator implements Authenticator {
  private static final String NODE = "node:";
  private static final String ANY = "*";

  @Inject private KnownTokens tokens;

  @Override
  public Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException {
    Optional<Token> token = BearerToken.of(request).flatMap(Token::parse);
    return token.isEmpty()
        ? Optional.empty()
        : Optional.of(caller(token.get(), tokens.find(token.get().id()), Instant.now()));
  }

  static Caller caller(Token token, Optional<TokenRecord> found, Instant now)
      throws CredentialsException {
    if (found.isEmpty() || !found.get().isOf(token)) {
      throw new CredentialsException("The token is not known here, or was revoked.");
    }
    TokenRecord known = found.get();
    if (known.isExpired(now)) {
      throw new CredentialsException("The token '" + known.name() + "' has expired.");
    }
    String grant = known.grant();
    if (grant.startsWith(NODE)) {
      String id = grant.substring(NODE.length());
      NodeScope scope = id.equals(ANY) ? NodeScope.ANY : NodeScope.of(id);
      return Caller.node(known.name(), Means.TOKEN, scope).by(known.id());
    }
    return Caller.client(known.name(), Means.TOKEN, Role.ofLabel(grant).orElseThrow())
        .by(known.id());
  }

  @Override
  public boolean isConfigured() {
    return tokens.exist();
  }
}

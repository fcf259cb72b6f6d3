package io.github.dfserver.manager.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out who sends a request, by any of the ways that are set up. Thread-safe. */
@ApplicationScoped
public class Doorkeeper {
  /**
   * Who it is, and why not somebody who may more.
   *
   * @param denied a sentence for those whom the open manager does not let in
   */
  record Finding(Caller caller, Optional<String> denied) {}

  private List<Authenticator> ways = List.of();

  @Inject private KnownTokens tokens;
  @Inject private BasicAuthenticator basic;
  @Inject @Any private Instance<Authenticator> found;

  @PostConstruct
  void start() {
    ways = found.stream().sorted(Comparator.comparing(Authenticator::place)).toList();
  }

  /** Whether nobody has set credentials up, so that this machine is let in without any. */
  public boolean isOpen() {
    return ways.stream().noneMatch(Authenticator::isConfigured);
  }

  /**
   * Who sends a request.
   *
   * @throws CredentialsException when it shows credentials that are not good
   */
  Finding caller(HttpServletRequest request, ProxyChain from) throws CredentialsException {
    for (Authenticator way : ways) {
      Optional<Caller> caller = way.authenticate(request);
      if (caller.isPresent()) {
        return new Finding(caller.get(), Optional.empty());
      }
    }
    if (!isOpen()) {
      if (request.getHeader("Authorization") != null) {
        throw new CredentialsException("These credentials are of no kind that is taken here.");
      }
      return new Finding(Caller.ANONYMOUS, Optional.empty());
    }
    Optional<String> denied =
        LocalAccess.denied(request, from.address(), from.throughTrustedProxy());
    return new Finding(denied.isPresent() ? Caller.ANONYMOUS : LocalAccess.CALLER, denied);
  }

  /**
   * Whether who was let in once would be let in now. For connections that last: a token may have
   * been revoked or have expired, and an open manager may have been locked.
   */
  public boolean isStillLetIn(Caller caller) {
    return switch (caller.means()) {
      case LOOPBACK -> isOpen();
      case TOKEN ->
          caller
              .credential()
              .flatMap(tokens::find)
              .filter(token -> !token.isExpired(Instant.now()))
              .isPresent();
      case NOTHING, BASIC, OIDC, LINK, CERTIFICATE -> true;
    };
  }

  /**
   * What may be shown, as {@code WWW-Authenticate} says it (RFC 9110, section 11.6.1).
   *
   * @param dialog whether a browser that asks its user for a password is welcome
   */
  String challenges(String bearerParameters, boolean dialog) {
    String bearer = "Bearer realm=\"dfs\"" + bearerParameters;
    return dialog && basic.isConfigured()
        ? bearer + ", Basic realm=\"dfs\", charset=\"UTF-8\""
        : bearer;
  }
}

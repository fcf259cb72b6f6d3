package io.github.dfserver.manager.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.security.SecuritySettings.Oidc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Access tokens of an OpenID Connect issuer: JWTs (RFC 7519) that it signed for this server, as
 * profiled by RFC 9068 or like it. Taken with their signature, issuer, audience and time alone; the
 * issuer is not asked about each.
 */
@ApplicationScoped
public class OidcAuthenticator implements Authenticator {
  /** With public keys only: a key that signs is nothing that a server should have. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int MOST_CHARACTERS = 16 * 1024;
  private static final int MOST_NAME = 256;

  /** The mightiest first. */
  private static final List<Role> ROLES = List.of(Role.ADMIN, Role.WRITER, Role.READER);

  @Inject private SecuritySettings settings;
  @Inject private Issuer issuer;

  @Override
  public Optional<Caller> authenticate(HttpServletRequest request) throws CredentialsException {
    Optional<Oidc> oidc = settings.oidc();
    Optional<String> shown = BearerToken.of(request).filter(OidcAuthenticator::looksLikeJwt);
    if (oidc.isEmpty() || shown.isEmpty()) {
      return Optional.empty();
    }
    JWKSet known =
        issuer
            .current()
            .orElseThrow(
                () -> new CredentialsException("The issuer's keys are not known yet; try again."));
    return Optional.of(caller(shown.get(), oidc.get(), known, issuer::missing));
  }

  private static boolean looksLikeJwt(String token) {
    return token.startsWith("ey") && token.length() <= MOST_CHARACTERS;
  }

  static Caller caller(String token, Oidc oidc, JWKSet keys, Runnable missing)
      throws CredentialsException {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String keyId = jwt.getHeader().getKeyID();
      if (keyId != null && keys.getKeyByKeyId(keyId) == null) {
        missing.run();
        throw new CredentialsException("The token's key is not known; try again in 10 seconds.");
      }
      JWTClaimsSet claims = processor(oidc, keys).process(jwt, null);
      Optional<Role> role = role(claims, oidc);
      return new Caller(name(claims), Means.OIDC, role, NodeScope.NONE);
    } catch (BadJWTException e) {
      throw new CredentialsException("The token is not good: " + e.getMessage() + ".");
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      throw new CredentialsException("The token is not signed as it has to be.");
    }
  }

  private static DefaultJWTProcessor<SecurityContext> processor(Oidc oidc, JWKSet keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            oidc.audience(),
            new JWTClaimsSet.Builder().issuer(oidc.issuer().toString()).build(),
            Set.of("sub", "exp")));
    return processor;
  }

  private static String name(JWTClaimsSet claims) {
    Object preferred = claims.getClaim("preferred_username");
    String name = preferred instanceof String text ? text : claims.getSubject();
    return name.substring(0, Math.min(name.length(), MOST_NAME));
  }

  private static Optional<Role> role(JWTClaimsSet claims, Oidc oidc) {
    Set<String> held = strings(claim(claims.getClaims(), oidc.roleClaim()));
    return ROLES.stream()
        .filter(role -> oidc.roles().get(role).stream().anyMatch(held::contains))
        .findFirst();
  }

  /** A claim of this very name, else what dots lead to. */
  private static Object claim(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? claim(inner, path.substring(dot + 1))
        : null;
  }

  /** A list, or words with spaces between, as OAuth's {@code scope} has them. */
  private static Set<String> strings(Object claim) {
    if (claim instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.toSet());
    }
    return claim instanceof String words
        ? Arrays.stream(words.split(" ")).collect(Collectors.toSet())
        : Set.of();
  }

  @Override
  public boolean isConfigured() {
    return settings.oidc().isPresent();
  }
}

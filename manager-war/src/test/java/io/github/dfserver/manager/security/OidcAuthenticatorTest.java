package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.dfserver.manager.security.SecuritySettings.Oidc;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OidcAuthenticatorTest {
  private static final String ISSUER = "https://id.example/realm";

  private final ECKey key = key("k1");
  private final JWKSet keys = new JWKSet(key.toPublicJWK());
  private final AtomicBoolean missing = new AtomicBoolean();

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Oidc oidc(String roleClaim) {
    return new Oidc(
        URI.create(ISSUER),
        "dfs",
        roleClaim,
        Map.of(
            Role.READER, Set.of("reader"),
            Role.WRITER, Set.of("writer"),
            Role.ADMIN, Set.of("ops", "root")),
        Optional.empty());
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("f3a1")
        .claim("preferred_username", "alice")
        .audience(List.of("other", "dfs"))
        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
        .claim("roles", List.of("writer"));
  }

  private static String signed(ECKey with, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(with.getKeyID())
                .type(JOSEObjectType.JWT)
                .build(),
            claims);
    jwt.sign(new ECDSASigner(with));
    return jwt.serialize();
  }

  private Caller caller(String token, String roleClaim) throws CredentialsException {
    return OidcAuthenticator.caller(token, oidc(roleClaim), keys, () -> missing.set(true));
  }

  private void refused(String token) {
    assertThatExceptionOfType(CredentialsException.class).isThrownBy(() -> caller(token, "roles"));
  }

  @Test
  void aGoodTokenTellsWhoAndWhat() throws Exception {
    Caller caller = caller(signed(key, claims().build()), "roles");
    assertThat(caller).isEqualTo(Caller.client("alice", Caller.Means.OIDC, Role.WRITER));
  }

  @Test
  void rolesAreFoundWhereTheClaimSays() throws Exception {
    String nested =
        signed(
            key,
            claims()
                .claim("roles", null)
                .claim("realm_access", Map.of("roles", List.of("x", "root")))
                .build());
    assertThat(caller(nested, "realm_access.roles").role()).contains(Role.ADMIN);
    assertThat(caller(nested, "roles").role()).isEmpty();
    String url = signed(key, claims().claim("https://a.example/r", "reader writer").build());
    assertThat(caller(url, "https://a.example/r").role()).contains(Role.WRITER);
    assertThat(caller(url, "sub.x").role()).isEmpty();
  }

  @Test
  void whatIsNotMeantForUsIsRefused() throws Exception {
    refused(signed(key, claims().issuer("https://evil.example").build()));
    refused(signed(key, claims().audience("other").build()));
    refused(signed(key, claims().audience((String) null).build()));
    refused(signed(key, claims().subject(null).build()));
  }

  @Test
  void timesCount() throws Exception {
    refused(signed(key, claims().expirationTime(null).build()));
    refused(
        signed(key, claims().expirationTime(Date.from(Instant.now().minusSeconds(61))).build()));
    refused(signed(key, claims().notBeforeTime(Date.from(Instant.now().plusSeconds(300))).build()));
  }

  @Test
  void forgedTokensAreRefused() throws Exception {
    refused(new PlainJWT(claims().build()).serialize());
    refused(signed(key("k1"), claims().build()));
    SignedJWT mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    mac.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    refused(mac.serialize());
    String good = signed(key, claims().build());
    String other = signed(key, claims().claim("roles", List.of("root")).build());
    refused(
        good.substring(0, good.indexOf('.'))
            + other.substring(other.indexOf('.'), other.lastIndexOf('.'))
            + good.substring(good.lastIndexOf('.')));
    refused("ey.ey.ey");
    refused("ey");
    assertThat(missing).isFalse();
  }

  @Test
  void aKeyThatIsNotKnownIsAskedForSoon() throws Exception {
    refused(signed(key("k2"), claims().build()));
    assertThat(missing).isTrue();
  }

  @Test
  void theMostCommonHeadersAreTaken() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt")).build(),
            claims().build());
    jwt.sign(new ECDSASigner(key));
    assertThatNoException().isThrownBy(() -> caller(jwt.serialize(), "roles"));
  }
}

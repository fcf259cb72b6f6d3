package io.github.dfserver.it.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** An issuer of OpenID Connect on the loopback address: a discovery document and its keys. */
public final class LocalIssuer implements AutoCloseable {
  /** What the tokens are for. */
  public static final String AUDIENCE = "dfs-tests";

  private static final String KEY_ID = "first";

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey stranger;

  /** Starts it on a free port. */
  public LocalIssuer() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
    stranger = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url()));
    serve("/keys", new JWKSet(key.toPublicJWK()).toString());
    server.start();
  }

  private void serve(String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Its URL, as {@code dfs.oidc.issuer} has to have it. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A good token of somebody with these roles. */
  public String token(String... roles) {
    return token(claims -> claims.claim("roles", List.of(roles)));
  }

  /** A token that is signed well and otherwise good but for this change. */
  public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(JWSAlgorithm.RS256, KEY_ID, signer(key), change.apply(admin()));
  }

  /** An administrator's token that somebody else's key has signed under this issuer's key id. */
  public String tokenOfAnotherKey() {
    return signed(JWSAlgorithm.RS256, KEY_ID, signer(stranger), admin());
  }

  /** An administrator's token of a key that the issuer does not have. */
  public String tokenOfUnknownKey() {
    return signed(JWSAlgorithm.RS256, "other", signer(stranger), admin());
  }

  /** An administrator's token that nobody signed. */
  public String unsignedToken() {
    return new PlainJWT(admin().build()).serialize();
  }

  /** An administrator's token with the public key as the secret of HMAC (RFC 8725, section 2.1). */
  public String tokenSignedWithPublicKey() {
    try {
      JWSSigner mac = new MACSigner(key.toRSAPublicKey().getEncoded());
      return signed(JWSAlgorithm.HS256, KEY_ID, mac, admin());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A good token whose content was changed after it was signed. */
  public String alteredToken() {
    String[] reader = token("reader").split("\\.", -1);
    String[] admin = token("admin").split("\\.", -1);
    return reader[0] + "." + admin[1] + "." + reader[2];
  }

  private JWTClaimsSet.Builder admin() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .audience(AUDIENCE)
        .subject("somebody")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
        .claim("roles", List.of("admin"));
  }

  private static JWSSigner signer(RSAKey with) {
    try {
      return new RSASSASigner(with);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(
      JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet.Builder claims) {
    try {
      SignedJWT jwt =
          new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims.build());
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

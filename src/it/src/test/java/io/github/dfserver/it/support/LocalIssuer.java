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
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dfserver.it.cluster.ClusterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * An issuer of OpenID Connect on the loopback address: a discovery document, its keys, and tokens
 * for the codes that a test expects.
 */
public final class LocalIssuer implements AutoCloseable {
  /** What the tokens are for. */
  public static final String AUDIENCE = "dfs-tests";

  /** As what it knows the console. */
  public static final String CLIENT = "dfs console";

  private static final String SECRET = "issuer's & secret";
  private static final String KEY_ID = "first";

  /** By the code. */
  private final Map<String, String> verifiers = new ConcurrentHashMap<>();

  private final Map<String, Integer> tried = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey stranger;

  /** Starts one on a free port. */
  public static LocalIssuer start() {
    try {
      return new LocalIssuer();
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private LocalIssuer() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
    stranger = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(
        "/.well-known/openid-configuration",
        """
        {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/authorize",\
        "token_endpoint":"%1$s/token"}"""
            .formatted(url()));
    serve("/keys", new JWKSet(key.toPublicJWK()).toString());
    server.createContext("/token", this::exchange);
    server.start();
  }

  /** A manager that takes its tokens. */
  public ClusterOptions trustedBy(ClusterOptions options) {
    return options.withSetting("dfs.oidc.issuer", url()).withSetting("dfs.oidc.audience", AUDIENCE);
  }

  /** A manager whose console signs its users in here. */
  public ClusterOptions signsInFor(ClusterOptions options) {
    return trustedBy(options)
        .withSetting("dfs.oidc.client-id", CLIENT)
        .withSetting("dfs.oidc.client-secret-file", secretFile().toString());
  }

  private static Path secretFile() {
    try {
      Path file = Files.createTempFile("dfs-secret", ".txt");
      file.toFile().deleteOnExit();
      return Files.writeString(file, SECRET + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Will give an administrator's token, once, for this code with this verifier. */
  public void expect(String code, String verifier) {
    verifiers.put(code, verifier);
  }

  /** How often somebody has tried a code. */
  public int exchanges(String code) {
    return tried.getOrDefault(code, 0);
  }

  private void exchange(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    for (String field : body.split("&", -1)) {
      String[] parts = field.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String code = form.getOrDefault("code", "");
    tried.merge(code, 1, Integer::sum);
    String verifier = verifiers.remove(code);
    boolean good =
        verifier != null
            && verifier.equals(form.get("code_verifier"))
            && login(SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && "authorization_code".equals(form.get("grant_type"))
            && CLIENT.equals(form.get("client_id"))
            && form.containsKey("redirect_uri");
    String answer =
        good
            ? "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\""
                + token("admin")
                + "\"}"
            : "{\"error\":\"invalid_grant\"}";
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    if (code.equals("endless")) {
      bytes = new byte[1 << 20];
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(good ? 200 : 400, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** RFC 6749, section 2.3.1. */
  private static String login(String secret) {
    String pair =
        URLEncoder.encode(CLIENT, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
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

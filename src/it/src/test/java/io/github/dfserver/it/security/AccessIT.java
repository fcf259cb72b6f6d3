package io.github.dfserver.it.security;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.security.Endpoint.Needs;
import io.github.dfserver.it.server.ServerUser;
import io.github.dfserver.it.support.ApiContract;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.LocalIssuer;
import io.github.dfserver.it.support.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every operation of the OpenAPI document, and what is not in it, with every kind of credentials,
 * good and bad: in or out, exactly as the document says.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final LocalIssuer ISSUER = LocalIssuer.start();

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "access",
          options ->
              ISSUER.trustedBy(
                  options.withNodes().withTokens().withSetting("dfs.basic-authentication", "on")));

  private static final List<Endpoint> ENDPOINTS = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  @BeforeAll
  static void readTheDocument() throws Exception {
    String document = CLUSTER.api().getPath("openapi?format=json").text();
    ENDPOINTS.addAll(Endpoint.documented(new ApiContract(document)));
    assertThat(ENDPOINTS).hasSizeGreaterThan(50);
    ENDPOINTS.addAll(Endpoint.undocumented());
    Await.until(
        "the issuer's keys to be known",
        SOON,
        () -> send("GET", "/node", Credentials.bearer(ISSUER.token("admin"))).status() == 200);
  }

  @AfterAll
  static void stop() {
    ISSUER.close();
  }

  @Test
  @Order(1)
  void whoIsKnownMayDoWhatTheRoleMay() throws Exception {
    List<Credentials> all = new ArrayList<>();
    for (Needs role : List.of(Needs.READER, Needs.WRITER, Needs.ADMIN)) {
      String label = role.name().toLowerCase(java.util.Locale.ROOT);
      String token = CLUSTER.cluster().tokens().add(label, "--role", label);
      awaitStatus(200, Credentials.bearer(token));
      all.add(Credentials.of(role, "a token, " + label, Credentials.bearer(token)));
      all.add(Credentials.of(role, "a token, BEARER, " + label, "BEARER  " + token));
      String jwt = ISSUER.token("unrelated", label);
      all.add(Credentials.of(role, "OpenID Connect, " + label, Credentials.bearer(jwt)));
      String scope = ISSUER.token(claims -> claims.claim("roles", "openid " + label));
      all.add(Credentials.of(role, "OpenID Connect, words, " + label, Credentials.bearer(scope)));
    }
    for (ServerUser user : ServerUser.ALL) {
      Needs role =
          user.group().equals("guest")
              ? Needs.NOTHING
              : Needs.valueOf(user.group().toUpperCase(java.util.Locale.ROOT));
      all.add(
          Credentials.of(
              role, "a user, " + user.group(), Credentials.basic(user.name(), user.password())));
    }
    String node = CLUSTER.cluster().tokens().add("node-100", "--node", "100");
    awaitStatus(403, Credentials.bearer(node));
    all.add(Credentials.node("a node's token", node));
    String enrolment = CLUSTER.cluster().tokens().add("enrolment", "--node", "any");
    awaitStatus(403, Credentials.bearer(enrolment));
    all.add(Credentials.node("an enrolment secret", enrolment));
    String without = ISSUER.token(claims -> claims.claim("roles", null));
    all.add(
        Credentials.of(
            Needs.NOTHING, "OpenID Connect without a role", Credentials.bearer(without)));
    all.add(
        Credentials.of(
            Needs.NOTHING,
            "OpenID Connect with other roles",
            Credentials.bearer(ISSUER.token("Admin", "administrator", "root", "admin "))));
    check(all);
  }

  @Test
  @Order(2)
  void whoIsNotKnownIsOut() throws Exception {
    List<Credentials> all = new ArrayList<>(List.of(Credentials.none()));
    String good = CLUSTER.cluster().tokens().add("good", "--role", "admin");
    awaitStatus(200, Credentials.bearer(good));
    for (String header :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Bearer dfs_",
            "Bearer " + "A".repeat(4000),
            "Bearer " + good + "x",
            "Bearer " + good.substring(0, good.length() - 1),
            "Bearer " + changed(good),
            "Bearer " + good.replaceFirst("^dfs_", "DFS_"),
            "Bearer null",
            "Bearer " + good + ", Bearer " + good,
            "Token " + good,
            "Digest " + good,
            "Negotiate " + good,
            "Basic " + good,
            good)) {
      all.add(Credentials.bad("'" + header.replace(good, "TOKEN") + "'", header));
    }
    String revoked = CLUSTER.cluster().tokens().add("revoked", "--role", "admin");
    awaitStatus(200, Credentials.bearer(revoked));
    CLUSTER.cluster().tokens().revoke("revoked");
    awaitStatus(401, Credentials.bearer(revoked));
    all.add(Credentials.bad("a token that was revoked", Credentials.bearer(revoked)));
    String expired =
        CLUSTER.cluster().tokens().add("expired", "--role", "admin", "--expires", "0m");
    all.add(Credentials.bad("a token that has expired", Credentials.bearer(expired)));
    check(all);
  }

  /** Another character in the secret. */
  private static String changed(String token) {
    char last = token.charAt(token.length() - 2);
    return token.substring(0, token.length() - 2)
        + (last == 'A' ? 'B' : 'A')
        + token.substring(token.length() - 1);
  }

  @Test
  @Order(3)
  void aForgedOrForeignOpenIdConnectTokenIsOut() throws Exception {
    Date past = Date.from(Instant.now().minus(Duration.ofHours(1)));
    Date future = Date.from(Instant.now().plus(Duration.ofHours(1)));
    List<Credentials> all = new ArrayList<>();
    all.add(jwt("expired", ISSUER.token(claims -> claims.expirationTime(past))));
    all.add(jwt("without an end", ISSUER.token(claims -> claims.expirationTime(null))));
    all.add(jwt("not yet valid", ISSUER.token(claims -> claims.notBeforeTime(future))));
    all.add(jwt("another issuer", ISSUER.token(claims -> claims.issuer("https://a.example"))));
    all.add(jwt("no issuer", ISSUER.token(claims -> claims.issuer(null))));
    all.add(jwt("another audience", ISSUER.token(claims -> claims.audience("other"))));
    all.add(jwt("no audience", ISSUER.token(claims -> claims.audience((String) null))));
    all.add(jwt("another key", ISSUER.tokenOfAnotherKey()));
    all.add(jwt("an unknown key", ISSUER.tokenOfUnknownKey()));
    all.add(jwt("alg none", ISSUER.unsignedToken()));
    all.add(jwt("HS256 with the public key", ISSUER.tokenSignedWithPublicKey()));
    all.add(jwt("altered", ISSUER.alteredToken()));
    String good = ISSUER.token("admin");
    all.add(jwt("without its signature", good.substring(0, good.lastIndexOf('.') + 1)));
    check(all);
    awaitStatus(200, Credentials.bearer(good));
  }

  private static Credentials jwt(String name, String token) {
    return Credentials.bad("OpenID Connect, " + name, Credentials.bearer(token));
  }

  @Test
  @Order(4)
  void aPageOfAnotherSiteCannotUseAPasswordThatTheBrowserKnows() throws Exception {
    String ada = Credentials.basic("ada", "administers-1");
    String own = "Origin: http://localhost";
    assertThat(send("DELETE", "/balance/pause", ada, own).status()).isEqualTo(200);
    for (String header :
        List.of(
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: http://localhost:1",
            "Sec-Fetch-Site: cross-site")) {
      assertProblem(send("POST", "/balance/pause", ada, header), 403, 9);
      assertThat(send("GET", "/balance", ada).json()).containsEntry("paused", false);
    }
  }

  @Test
  @Order(5)
  void aWrongPasswordIsOutAndCannotBeTriedForEver() throws Exception {
    for (String header :
        List.of(
            Credentials.basic("ada", "wrong"),
            Credentials.basic("ada", ""),
            Credentials.basic("nobody", "administers-1"),
            Credentials.basic("", ""),
            Credentials.basic("ada", "administers-1\u0000"),
            "Basic !!!",
            "Basic",
            "Basic YWRh")) {
      check(List.of(Credentials.bad("'" + header + "'", header)));
    }
    Answer locked = send("GET", "/node", Credentials.basic("ada", "administers-1"));
    assertProblem(locked, 401, 9);
    assertThat(locked.text()).contains("wait");
  }

  @Test
  @Order(6)
  void theConsoleGetsNoDialogOfTheBrowser() throws Exception {
    String wrong = Credentials.bearer("dfs_wrong");
    for (String credentials : new String[] {wrong, null}) {
      String usual = challenge(send("GET", "/node", credentials));
      assertThat(usual).contains("Bearer", "Basic");
      String console =
          challenge(send("GET", "/node", credentials, "X-Requested-With: dfs-console"));
      assertThat(console).contains("Bearer").doesNotContain("Basic");
    }
  }

  private static String challenge(Answer answer) {
    assertProblem(answer, 401, 9);
    return answer.header("WWW-Authenticate").orElseThrow();
  }

  private void check(List<Credentials> all) throws Exception {
    for (Credentials credentials : all) {
      for (Endpoint endpoint : ENDPOINTS) {
        check(credentials, endpoint);
      }
    }
    assertThat(faults).isEmpty();
  }

  private void check(Credentials credentials, Endpoint endpoint) throws Exception {
    Answer answer = send(endpoint.method(), endpoint.path(), credentials.header().orElse(null));
    String what = endpoint + " with " + credentials + ": " + answer;
    if (answer.header("Set-Cookie").isPresent()) {
      faults.add("a cookie: " + what);
    }
    int status = answer.status();
    List<Integer> refusals = credentials.refusals(endpoint.needs());
    if (status >= 500 && !(status == 503 && refusals.isEmpty())) {
      faults.add("a fault of the server: " + what);
    }
    if (refusals.isEmpty()) {
      boolean refused = status == 401 || (status == 403 && endpoint.needs() != Needs.MANAGER);
      if (refused) {
        faults.add("refused: " + what);
      }
      return;
    }
    if (!refusals.contains(status)) {
      faults.add("not refused with " + refusals + ": " + what);
      return;
    }
    if (status == 401 && !answer.header("WWW-Authenticate").orElse("").contains("Bearer")) {
      faults.add("no WWW-Authenticate: " + what);
    }
    if (!endpoint.method().equals("HEAD")) {
      assertProblem(answer, status, 9);
    }
  }

  private static void awaitStatus(int status, String authorization) throws Exception {
    Await.until(
        "a token to be noticed",
        SOON,
        () -> send("GET", "/node", authorization).status() == status);
  }

  /** {@code authorization} null: none. */
  private static Answer send(String method, String path, String authorization, String... more)
      throws IOException {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.add("Connection: close");
    if (authorization != null) {
      headers.add("Authorization: " + authorization);
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      headers.add("Content-Length: 0");
    }
    try (RawHttp raw = new RawHttp(CLUSTER.cluster().port())) {
      return raw.head(method + " " + path, headers.toArray(String[]::new)).readAnswer();
    }
  }
}

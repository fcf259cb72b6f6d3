package io.github.dfserver.it.security;

import static io.github.dfserver.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ApiContract;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.LocalIssuer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the console learns who its user is, and signs the user in at an issuer. */
class SessionIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String VERIFIER = "v".repeat(43);
  private static final LocalIssuer ISSUER = LocalIssuer.start();

  @RegisterExtension
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "session",
          options ->
              ISSUER.signsInFor(
                  options.withNodes().withTokens().withSetting("dfs.max-file-size", "12345")));

  @BeforeAll
  static void awaitIssuer() throws Exception {
    Await.until("the issuer to be known", SOON, () -> stranger().json().containsKey("oidc"));
  }

  @AfterAll
  static void stop() {
    ISSUER.close();
  }

  private static FileApi nobody() {
    return new FileApi(CLUSTER.api().base());
  }

  private static Answer stranger() throws Exception {
    return nobody().getPath("session");
  }

  @Test
  void aStrangerLearnsHowToSignIn() throws Exception {
    Answer answer = stranger();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    Map<String, Object> session = answer.json();
    assertThat(session)
        .containsEntry("who", null)
        .containsEntry("role", null)
        .containsEntry("means", null)
        .containsEntry("maxFileSize", 12345L)
        .containsEntry("signIn", List.of("token", "oidc"))
        .containsEntry(
            "oidc",
            Map.of(
                "authorizationEndpoint",
                ISSUER.url() + "/authorize",
                "clientId",
                LocalIssuer.CLIENT,
                "scope",
                "openid profile"));
    assertThat(contract().faults("GET", "/session", answer)).isEmpty();
  }

  @Test
  void whoIsKnownLearnsItsRole() throws Exception {
    String token = CLUSTER.cluster().tokens().add("ann", "--role", "writer");
    FileApi ann = nobody().withToken(token);
    Await.until("the token", SOON, () -> ann.getPath("session").status() == 200);
    assertThat(ann.getPath("session").json())
        .containsEntry("who", "ann")
        .containsEntry("role", "writer")
        .containsEntry("means", "token");
    assertThat(nobody().withToken(ISSUER.token("reader")).getPath("session").json())
        .containsEntry("role", "reader")
        .containsEntry("means", "oidc");
    assertProblem(nobody().withToken(token + "x").getPath("session"), 401, 9);
    CLUSTER.cluster().tokens().revoke("ann");
    Await.until("the revocation", SOON, () -> ann.getPath("session").status() == 401);
  }

  @Test
  void aCodeIsExchangedForATokenThatIsGood() throws Exception {
    ISSUER.expect("good-code", VERIFIER);
    Answer answer = exchange("good-code", VERIFIER, own());
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.json()).containsEntry("expiresIn", 3600L);
    assertThat(contract().faults("POST", "/session/oidc", answer)).isEmpty();
    String token = (String) answer.json().get("accessToken");
    assertThat(nobody().withToken(token).getPath("session").json())
        .containsEntry("means", "oidc")
        .containsEntry("role", "admin");
  }

  @Test
  void aCodeThatTheIssuerDoesNotTakeIsRefused() throws Exception {
    ISSUER.expect("another-code", VERIFIER);
    Answer answer = exchange("wrong-code", VERIFIER, own());
    assertProblem(answer, 401, 9);
    assertThat(answer.text()).contains("invalid_grant");
    assertThat(answer.header("WWW-Authenticate").orElseThrow()).doesNotContain("Basic");
    assertProblem(exchange("another-code", "w".repeat(43), own()), 401, 9);
  }

  @Test
  void onlyAPageOfTheManagerItselfCanBeSignedInTo() throws Exception {
    ISSUER.expect("stolen", VERIFIER);
    for (String foreign :
        List.of(
            "http://evil.example/",
            own().replace("http:", "https:"),
            own().replaceFirst(":\\d+/", "/"),
            own().replace("http://", "http://evil.example@"))) {
      assertProblem(exchange("stolen", VERIFIER, foreign), 400, 6);
    }
    assertThat(ISSUER.exchanges("stolen")).isZero();
    assertProblem(exchange("stolen", "short", own()), 400, 6);
    assertProblem(
        send(nobody().request(nobody().uri("session/oidc")).POST(BodyPublishers.ofString("{}"))),
        415,
        6);
  }

  @Test
  void anAnswerThatIsTooLongIsGivenUp() throws Exception {
    Answer answer = exchange("endless", VERIFIER, own());
    assertProblem(answer, 503, 5);
  }

  private static String own() {
    return CLUSTER.api().base().toString();
  }

  private static Answer exchange(String code, String verifier, String redirectUri)
      throws Exception {
    String body =
        "{\"code\":\"%s\",\"codeVerifier\":\"%s\",\"redirectUri\":\"%s\"}"
            .formatted(code, verifier, redirectUri);
    return send(
        nobody()
            .request(nobody().uri("session/oidc"))
            .header("Content-Type", "application/json")
            .header("X-Requested-With", "dfs-console")
            .POST(BodyPublishers.ofString(body)));
  }

  private static Answer send(HttpRequest.Builder request) throws Exception {
    return nobody().send(request.build());
  }

  private static ApiContract contract() throws Exception {
    return new ApiContract(CLUSTER.api().getPath("openapi?format=json").text());
  }
}

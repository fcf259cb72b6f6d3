package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import io.github.dfserver.it.support.LocalIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console of a locked manager: who is let in, and what they see. */
class ConsoleSignInIT {
  private static final LocalIssuer ISSUER = LocalIssuer.start();

  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-sign-in");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER =
      ClusterExtension.own(
          "console-sign-in",
          options ->
              ISSUER.signsInFor(
                  options
                      .withNodes("100")
                      .withTokens()
                      .withSetting("dfs.basic-authentication", "on")));

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final String FIELD = "input[name=token]";

  private Tab tab;

  @BeforeAll
  static void awaitIssuer() throws Exception {
    FileApi stranger = new FileApi(CLUSTER.api().base());
    Await.until("the issuer", SOON, () -> stranger.getPath("session").json().containsKey("oidc"));
  }

  @AfterAll
  static void stop() {
    ISSUER.close();
  }

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.untilText("main", "Sign in");
  }

  /** A new token, once the manager has read it. */
  private static String token(String name, String role) throws Exception {
    String token = CLUSTER.cluster().tokens().add(name, "--role", role);
    FileApi api = new FileApi(CLUSTER.api().base()).withToken(token);
    Await.until("the token to be in", SOON, () -> api.list().status() == 200);
    return token;
  }

  private void signIn(String token) throws Exception {
    tab.type(FIELD, token);
    tab.press("Enter", 13);
  }

  @Test
  void aWrongTokenIsRefusedInWords() throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      tab.scheme(scheme);
      assertThat(Accessibility.violations(tab)).isEmpty();
      tab.screenshot(Appearance.picture("sign-in-" + scheme));
    }
    signIn("wrong");
    tab.until("!!document.querySelector('.problem')");
    assertThat(tab.evaluate("sessionStorage.length")).isEqualTo(0L);
    assertThat(tab.evaluate("document.cookie")).isEqualTo("");
  }

  @Test
  void aReaderSeesNothingThatReadersMayNotDo() throws Exception {
    CLUSTER.api().put("a.txt", new byte[] {'a'});
    signIn(token("reader", "reader"));
    tab.untilText(".row", "a.txt");
    tab.untilText(".who", "reader");
    assertThat(
            tab.evaluate(
                "document.querySelectorAll('#pick-files, [type=checkbox], [aria-label^=Delete]').length"))
        .isEqualTo(0L);
    tab.click(".row .main a");
    tab.untilText("dialog pre", "a");
    tab.press("Escape", 27);
    tab.untilGone("dialog");
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Online");
    assertThat(tab.text("main")).doesNotContain("Drain", "Pause", "Check");
  }

  @Test
  void anAdministratorSignsInAndOut() throws Exception {
    signIn(token("boss", "admin"));
    tab.until("!!document.querySelector('#pick-files')");
    tab.evaluate("location.reload()");
    tab.until("!!document.querySelector('#pick-files')");
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Drain");
    tab.click("button[aria-label='Sign out']");
    tab.untilText("main h1", "Sign in");
    assertThat(tab.evaluate("sessionStorage.length")).isEqualTo(0L);
  }

  @Test
  void aUserOfTheServerSignsInWithAPassword() throws Exception {
    tab.type("input[name=user]", "ada");
    tab.type("input[name=password]", "wrong");
    tab.press("Enter", 13);
    tab.until("!!document.querySelector('.problem')");
    assertThat(tab.evaluate("sessionStorage.length")).isEqualTo(0L);
    tab.type("input[name=user]", "ada");
    tab.type("input[name=password]", "administers-1");
    tab.press("Enter", 13);
    tab.untilText(".who", "admin");
    tab.hash("#/nodes");
    tab.untilText(".node.card", "Drain");
  }

  /** The issuer's page is none: what it would do is done here. */
  @Test
  void whoComesBackFromTheIssuerIsSignedIn() throws Exception {
    tab.hash("#/nodes");
    tab.click("button", "organisation");
    tab.until("location.href.startsWith('" + ISSUER.url() + "/authorize?')");
    String asked = "new URLSearchParams(location.search)";
    String state = (String) tab.evaluate(asked + ".get('state')");
    String challenge = (String) tab.evaluate(asked + ".get('code_challenge')");
    URI back = URI.create((String) tab.evaluate(asked + ".get('redirect_uri')"));
    assertThat(back).isEqualTo(CLUSTER.api().base());
    assertThat(tab.evaluate(asked + ".get('code_challenge_method')")).isEqualTo("S256");

    tab.navigate(back);
    String verifier =
        (String) tab.evaluate("JSON.parse(sessionStorage.getItem('dfs.oidc')).verifier");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(digest)).isEqualTo(challenge);

    ISSUER.expect("the-code", verifier);
    tab.navigate(back.resolve("?code=the-code&state=" + state));
    tab.untilText(".node.card", "Drain");
    tab.untilText(".who", "admin");
    assertThat(tab.evaluate("location.search + location.hash")).isEqualTo("#/nodes");
  }

  @Test
  void anAnswerThatNobodyAskedForIsRefused() throws Exception {
    ISSUER.expect("stolen", "v".repeat(43));
    tab.navigate(CLUSTER.api().base().resolve("?code=stolen&state=guessed"));
    tab.untilText(".problem", "not for this tab");
    assertThat(ISSUER.exchanges("stolen")).isZero();
    assertThat(tab.evaluate("location.search")).isEqualTo("");
  }

  @Test
  void whoseTokenIsRevokedSignsInAnew() throws Exception {
    signIn(token("brief", "reader"));
    tab.untilText(".who", "reader");
    CLUSTER.cluster().tokens().revoke("brief");
    tab.until(
        "(location.hash = '#/files/' + Math.random() + '/', document.querySelector('main.sign-in') !== null)");
    tab.untilText(".problem", "Sign in again");
  }
}

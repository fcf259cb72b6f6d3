package io.github.dfserver.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.it.http.FileApi;
import io.github.dfserver.it.process.Await;
import io.github.dfserver.it.support.ClusterExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console of a locked manager: who is let in, and what they see. */
class ConsoleSignInIT {
  @RegisterExtension
  @Order(1)
  static final Chromium CHROMIUM = new Chromium("console-sign-in");

  @RegisterExtension
  @Order(2)
  static final ClusterExtension CLUSTER =
      ClusterExtension.own("console-sign-in", options -> options.withNodes("100").withTokens());

  private static final String FIELD = "input[name=token]";

  private Tab tab;

  @BeforeEach
  void open() throws Exception {
    tab = CHROMIUM.open(CLUSTER.api().base());
    tab.untilText("main", "Sign in");
  }

  @AfterEach
  void nothingElseHappened() {
    assertThat(tab.complaints()).isEmpty();
    tab.close();
  }

  /** A new token, once the manager has read it. */
  private static String token(String name, String role) throws Exception {
    String token = CLUSTER.cluster().tokens().add(name, "--role", role);
    FileApi api = new FileApi(CLUSTER.api().base()).withToken(token);
    Await.until("the token to be in", Duration.ofSeconds(30), () -> api.list().status() == 200);
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
      tab.screenshot(Path.of("target", "console", "sign-in-" + scheme + ".png"));
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
            tab.evaluate("document.querySelectorAll('#pick-files, [aria-label^=Delete]').length"))
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
  void whoseTokenIsRevokedSignsInAnew() throws Exception {
    signIn(token("brief", "reader"));
    tab.untilText(".who", "reader");
    CLUSTER.cluster().tokens().revoke("brief");
    tab.until(
        "(location.hash = '#/files/' + Math.random() + '/', document.querySelector('main.sign-in') !== null)");
    tab.untilText(".problem", "Sign in again");
  }
}

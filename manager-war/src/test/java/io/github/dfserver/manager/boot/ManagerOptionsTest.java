package io.github.dfserver.manager.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagerOptionsTest {
  @Test
  void withoutArgumentsItListensOnTheLoopbackAddressOnly() {
    ManagerOptions options = ManagerOptions.parse();
    assertThat(options.address()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8000);
    assertThat(options.fixedPort()).isTrue();
    assertThat(options.help()).isFalse();
    assertThat(options.version()).isFalse();
    assertThat(options.serverArguments()).containsExactly("--port", "8000");
  }

  @Test
  void portAndAddressAreTakenAndTheRestGoesToTheServer() {
    ManagerOptions options =
        ManagerOptions.parse(
            "--maxhttpthreads", "50", "--address", "0.0.0.0", "--PORT", "9000", "--logo");
    assertThat(options.address()).isEqualTo("0.0.0.0");
    assertThat(options.port()).isEqualTo(9000);
    assertThat(options.serverArguments())
        .containsExactly("--port", "9000", "--maxhttpthreads", "50", "--logo");
  }

  @Test
  void whoListensOnOneAddressKnowsItsUrl() {
    assertThat(ManagerOptions.parse().url()).contains("http://127.0.0.1:8000/");
    assertThat(ManagerOptions.parse("--address", "10.1.2.3", "--port", "9000").url())
        .contains("http://10.1.2.3:9000/");
    assertThat(ManagerOptions.parse("--address", "fd00::1").url())
        .contains("http://[fd00::1]:8000/");
  }

  @Test
  void whereItIsNotClearTheUrlIsLeftToBeFoundOut() {
    assertThat(ManagerOptions.parse("--address", "0.0.0.0").url()).isEmpty();
    assertThat(ManagerOptions.parse("--address", "::").url()).isEmpty();
    assertThat(ManagerOptions.parse("--autobindhttp").url()).isEmpty();
    assertThat(ManagerOptions.parse("--address", "fe80::1%eth0").url()).isEmpty();
  }

  @Test
  void aContextRootIsRefusedBecauseTheServerWouldIgnoreIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManagerOptions.parse("--contextRoot", "/dfs"))
        .withMessageContaining("--contextroot has no effect on this jar");
  }

  @Test
  void withTlsItListensWithoutOnlyWhenTold() {
    String[] tls = {"--tls-certificate", "m.pem", "--tls-key", "m.key"};
    ManagerOptions only = ManagerOptions.parse(tls);
    assertThat(only.urls()).containsExactly("https://127.0.0.1:8443/");
    assertThat(only.url()).contains("https://127.0.0.1:8443/");
    assertThat(only.plain()).isFalse();
    assertThat(only.serverArguments()).containsExactly("--sslport", "8443");
    ManagerOptions both =
        ManagerOptions.parse(
            "--tls-certificate",
            "m.pem",
            "--tls-key",
            "m.key",
            "--tls-port",
            "9443",
            "--port",
            "9000");
    assertThat(both.urls()).containsExactly("https://127.0.0.1:9443/", "http://127.0.0.1:9000/");
    assertThat(both.serverArguments()).containsExactly("--port", "9000", "--sslport", "9443");
    assertThat(
            ManagerOptions.parse(
                    "--tls-certificate", "m.pem", "--tls-key", "m.key", "--port", "off")
                .plain())
        .isFalse();
  }

  @Test
  void halfOfTlsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManagerOptions.parse("--tls-certificate", "m.pem"))
        .withMessageContaining("--tls-key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManagerOptions.parse("--tls-client-ca", "ca.pem"))
        .withMessageContaining("--tls-certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManagerOptions.parse("--port", "off"))
        .withMessageContaining("--tls-certificate");
  }

  @Test
  void aServerThatLooksForAPortItselfIsLeftToDoSo() {
    assertThat(ManagerOptions.parse("--autobindhttp").fixedPort()).isFalse();
  }

  @Test
  void helpAndVersionAreOnlyAskedFor() {
    assertThat(ManagerOptions.parse("--help").help()).isTrue();
    assertThat(ManagerOptions.parse("--version").version()).isTrue();
    assertThat(ManagerOptions.HELP).contains("--port", "--address", "8000", "127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "", "8000 "})
  void whatIsNoPortIsRefused(String port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManagerOptions.parse("--port", port))
        .withMessage("'" + port + "' is not a port");
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ManagerOptions.parse("--address"))
        .withMessage("--address lacks its value");
  }
}

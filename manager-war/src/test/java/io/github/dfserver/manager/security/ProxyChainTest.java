package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyChainTest {
  private static final Networks TRUSTED = Networks.parse("127.0.0.1, 10.0.0.0/8, fd00::/8");

  @Test
  void aStrangersWordDoesNotCount() {
    Ask ask = Ask.from("192.0.2.1").with("X-Forwarded-For", "127.0.0.1");
    assertThat(ProxyChain.of(ask.request(), TRUSTED)).isEqualTo(new ProxyChain("192.0.2.1", false));
  }

  @Test
  void withoutAHeaderATrustedMachineSpeaksForItself() {
    assertThat(ProxyChain.of(Ask.from("127.0.0.1").request(), TRUSTED))
        .isEqualTo(new ProxyChain("127.0.0.1", false));
  }

  @ParameterizedTest
  @CsvSource({
    "'192.0.2.1', 192.0.2.1",
    "'127.0.0.1, 192.0.2.1', 192.0.2.1",
    "'192.0.2.1, 10.1.1.1', 192.0.2.1",
    "'127.0.0.1', 127.0.0.1",
    "'192.0.2.1:1234', 192.0.2.1",
    "'[2001:db8::1]:99', 2001:db8::1",
    "'2001:db8::1', 2001:db8::1",
    "'localhost', unknown",
    "'192.0.2.1, ', unknown",
    "'', unknown",
    "'unknown', unknown"
  })
  void theLastStrangerIsWhoAsks(String header, String expected) {
    Ask ask = Ask.from("10.0.0.1").with("X-Forwarded-For", header);
    assertThat(ProxyChain.of(ask.request(), TRUSTED)).isEqualTo(new ProxyChain(expected, true));
  }

  @Test
  void severalHeadersAreOneList() {
    Ask ask =
        Ask.from("10.0.0.1")
            .with("X-Forwarded-For", "127.0.0.1")
            .with("X-Forwarded-For", "192.0.2.7");
    assertThat(ProxyChain.of(ask.request(), TRUSTED).address()).isEqualTo("192.0.2.7");
  }

  @Test
  void networksAreCompared() {
    assertThat(TRUSTED.contain("10.255.0.1")).isTrue();
    assertThat(TRUSTED.contain("11.0.0.1")).isFalse();
    assertThat(TRUSTED.contain("fdff::1")).isTrue();
    assertThat(TRUSTED.contain("::1")).isFalse();
    assertThat(TRUSTED.contain("host")).isFalse();
    assertThat(Networks.parse("0.0.0.0/0").contain("8.8.8.8")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "9.99.199.249", "255.255.255.255", "::", "::1", "::ffff:1.2.3.4"})
  void anAddressIsRead(String text) {
    assertThat(Networks.address(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.1.1.1", "1.1.1.999", "1.1.1", "1.1.1.1.1", ".:1", "g::1", ":::"})
  void whatANameServerWouldBeAskedForIsNoAddress(String text) {
    assertThat(Networks.address(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "1.2.3", ","})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Networks.parse(text));
  }
}

package io.github.dfserver.node.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagerUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://m, ws://m/node-channel, http://m/transfer/t",
    "http://m:8000/, ws://m:8000/node-channel, http://m:8000/transfer/t",
    "HTTP://m:8000/dfs, ws://m:8000/dfs/node-channel, http://m:8000/dfs/transfer/t",
    "https://m/, wss://m/node-channel, https://m/transfer/t",
    "HTTPS://m:8443/x, wss://m:8443/x/node-channel, https://m:8443/x/transfer/t",
    "http://[::1]:80/a/b/, ws://[::1]:80/a/b/node-channel, http://[::1]:80/a/b/transfer/t",
  })
  void channelAndTransfersAreBelowTheBaseUrl(String base, String channel, String transfer) {
    ManagerUrl url = ManagerUrl.parse(base);
    assertThat(url.channel()).hasToString(channel);
    assertThat(url.transfer("t")).hasToString(transfer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m:8000",
        "localhost",
        "/x",
        "ftp://m/",
        "wss://m/",
        "https:///",
        "http:///x",
        "http://m/?q",
        "http://u@m/",
        "http://m/#f",
        "http://a b/"
      })
  void otherUrlsAreRefusedInWords(String text) {
    assertThatThrownBy(() -> ManagerUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text);
  }

  @Test
  void aUrlWithAndWithoutASlashAtItsEndAreTheSame() {
    assertThat(ManagerUrl.parse("http://m/dfs")).isEqualTo(ManagerUrl.parse("http://m/dfs/"));
  }
}

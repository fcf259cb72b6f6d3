package io.github.dfserver.manager.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManagerUrlTest {
  private final ManagerUrl own = new ManagerUrl();

  @Test
  void isNotKnownBeforeAnybodyCame() {
    assertThat(own.url()).isEmpty();
  }

  @Test
  void isWhereTheFirstNodeCameIn() {
    own.cameIn("http", "10.0.0.1", 8000, "", true);
    own.cameIn("http", "10.0.0.2", 8000, "", true);
    own.cameIn("http", "10.0.0.3", 8000, "", false);
    own.cameIn("http", "127.0.0.1", 8000, "", true);
    assertThat(own.url()).isEqualTo("http://10.0.0.1:8000/");
    assertThat(own.canLearn(true)).isFalse();
  }

  @Test
  void aNodesConnectionSaysMoreThanAClients() {
    own.cameIn("http", "192.168.1.1", 8000, "/dfs", false);
    assertThat(own.url()).isEqualTo("http://192.168.1.1:8000/dfs/");
    assertThat(own.canLearn(false)).isFalse();
    assertThat(own.canLearn(true)).isTrue();
    own.cameIn("https", "10.0.0.1", 8443, "/dfs", true);
    assertThat(own.url()).isEqualTo("https://10.0.0.1:8443/dfs/");
  }

  @Test
  void aConnectionWithinTheMachineCountsUntilThereIsAnother() {
    own.cameIn("http", "127.0.0.1", 8000, "", true);
    assertThat(own.url()).isEqualTo("http://127.0.0.1:8000/");
    own.cameIn("http", "10.0.0.1", 8000, "", false);
    assertThat(own.url()).isEqualTo("http://10.0.0.1:8000/");
  }

  @Test
  void anIpv6AddressIsWrittenAsUrlsWriteIt() {
    own.cameIn("http", "fd00:0:0:0:0:0:0:1%eth0", 8000, "", true);
    assertThat(own.url()).isEqualTo("http://[fd00:0:0:0:0:0:0:1]:8000/");
  }
}

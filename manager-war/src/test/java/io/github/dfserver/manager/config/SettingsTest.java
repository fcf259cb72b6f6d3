package io.github.dfserver.manager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.security.Networks;
import io.github.dfserver.manager.security.Role;
import io.github.dfserver.manager.security.SecuritySettings;
import io.github.dfserver.manager.security.SecuritySettings.OidcClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static ManagerConfiguration read(Map<String, String> values) {
    return new Settings(key -> Optional.ofNullable(values.get(key))).read();
  }

  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new ManagerConfiguration(
                Optional.empty(),
                Path.of("dfs-data").toAbsolutePath(),
                Optional.empty(),
                "dfs",
                true,
                1L << 50,
                64L << 20,
                64 << 10,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                32,
                16,
                64L << 20,
                false,
                TlsSettings.NONE,
                new ClientLimits(4096, 0, 100),
                Optional.of(
                    new AuditSettings(
                        Path.of("dfs-data/audit/audit.log").toAbsolutePath(), 64L << 20, 16)),
                new SecuritySettings(
                    Path.of("dfs-data/tokens").toAbsolutePath(),
                    false,
                    Optional.empty(),
                    Networks.NONE)));
  }

  @Test
  void readsEveryKey() {
    ManagerConfiguration read =
        read(
            Map.ofEntries(
                Map.entry("dfs.url", "http://m1:8000/dfs"),
                Map.entry("dfs.data-dir", "/x/y"),
                Map.entry("dfs.mongodb.uri", "mongodb://h/"),
                Map.entry("dfs.mongodb.database", "d"),
                Map.entry("dfs.durability", "none"),
                Map.entry("dfs.max-file-size", "2 gib"),
                Map.entry("dfs.max-base64-size", "1KB"),
                Map.entry("dfs.inline-limit", "0"),
                Map.entry("dfs.transfer-timeout", "2m"),
                Map.entry("dfs.command-timeout", "1500ms"),
                Map.entry("dfs.heartbeat", "2s"),
                Map.entry("dfs.lease", "1m"),
                Map.entry("dfs.reconcile-period", "10m"),
                Map.entry("dfs.move-concurrency", "3"),
                Map.entry("dfs.move-concurrency-per-node", "2"),
                Map.entry("dfs.move-bandwidth", "0"),
                Map.entry("dfs.tracing", "on"),
                Map.entry("dfs.token-file", "/etc/dfs/tokens"),
                Map.entry("dfs.basic-authentication", "on"),
                Map.entry("dfs.oidc.issuer", "https://id.example/realm"),
                Map.entry("dfs.oidc.audience", "dfs"),
                Map.entry("dfs.oidc.role-claim", "realm_access.roles"),
                Map.entry("dfs.oidc.admin", "ops, root"),
                Map.entry("dfs.max-transfers-per-client", "7"),
                Map.entry("dfs.max-request-rate", "8"),
                Map.entry("dfs.min-transfer-rate", "9"),
                Map.entry("dfs.audit-log", "a.log"),
                Map.entry("dfs.audit-log-size", "1MiB"),
                Map.entry("dfs.audit-log-files", "2")));
    assertThat(read)
        .isEqualTo(
            new ManagerConfiguration(
                Optional.of("http://m1:8000/dfs/"),
                Path.of("/x/y"),
                Optional.of("mongodb://h/"),
                "d",
                false,
                2L << 30,
                1000,
                0,
                Duration.ofMinutes(2),
                Duration.ofMillis(1500),
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                3,
                2,
                0,
                true,
                TlsSettings.NONE,
                new ClientLimits(7, 8, 9),
                Optional.of(new AuditSettings(Path.of("/x/y/a.log"), 1 << 20, 2)),
                new SecuritySettings(
                    Path.of("/etc/dfs/tokens"),
                    true,
                    Optional.of(
                        new SecuritySettings.Oidc(
                            URI.create("https://id.example/realm"),
                            "dfs",
                            "realm_access.roles",
                            Map.of(
                                Role.READER, Set.of("reader"),
                                Role.WRITER, Set.of("writer"),
                                Role.ADMIN, Set.of("ops", "root")),
                            Optional.empty())),
                    Networks.NONE)));
  }

  @Test
  void theConsoleCanSignInAtTheIssuer() {
    Map<String, String> settings = new HashMap<>();
    settings.put("dfs.oidc.issuer", "https://id.example/realm");
    settings.put("dfs.oidc.audience", "dfs");
    assertThat(client(settings)).isEmpty();
    settings.put("dfs.oidc.client-id", "console");
    assertThat(client(settings))
        .contains(new OidcClient("console", Optional.empty(), "openid profile"));
    settings.put("dfs.oidc.client-secret-file", "/etc/dfs/secret");
    settings.put("dfs.oidc.scope", "openid api://dfs/all");
    assertThat(client(settings))
        .contains(
            new OidcClient(
                "console", Optional.of(Path.of("/etc/dfs/secret")), "openid api://dfs/all"));
  }

  private static Optional<OidcClient> client(Map<String, String> settings) {
    return read(settings).security().oidc().orElseThrow().client();
  }

  @Test
  void theAuditLogCanBeOff() {
    assertThat(read(Map.of("dfs.audit-log", "off")).audit()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dfs.url, m1:8000",
    "dfs.url, ftp://m1/",
    "dfs.tls.ca, no-such-file.pem",
    "dfs.url, http:///dfs",
    "dfs.url, http://m1/?x",
    "dfs.durability, maybe",
    "dfs.max-file-size, 0",
    "dfs.max-file-size, -1",
    "dfs.max-file-size, 10 parsecs",
    "dfs.max-file-size, 999999999999999999G",
    "dfs.inline-limit, 2MiB",
    "dfs.transfer-timeout, 60",
    "dfs.transfer-timeout, 1ms",
    "dfs.lease, 1s",
    "dfs.heartbeat, 1h",
    "dfs.move-concurrency, 0",
    "dfs.move-concurrency-per-node, many",
    "dfs.move-bandwidth, fast",
    "dfs.tracing, true",
    "dfs.max-transfers-per-client, -1",
    "dfs.max-request-rate, all",
    "dfs.min-transfer-rate, slow",
    "dfs.audit-log-size, 1",
    "dfs.audit-log-files, 0"
  })
  void namesTheKeyOfAWrongValue(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }
}

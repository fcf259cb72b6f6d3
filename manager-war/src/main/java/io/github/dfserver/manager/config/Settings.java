package io.github.dfserver.manager.config;

import io.github.dfserver.manager.security.Networks;
import io.github.dfserver.manager.security.Role;
import io.github.dfserver.manager.security.SecuritySettings;
import io.github.dfserver.manager.security.SecuritySettings.Oidc;
import io.github.dfserver.manager.security.SecuritySettings.OidcClient;
import io.github.dfserver.manager.tls.Authorities;
import io.github.dfserver.manager.tls.TlsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@link ManagerConfiguration} from named values. The one place that knows keys and defaults.
 */
public final class Settings {
  private static final int MAX_URL = 1000;
  private static final String URL_RULE =
      "the base URL of this manager, such as http://10.0.0.1:8000/ or https://10.0.0.1:8443/";
  private static final String ISSUER_RULE = "the https URL of an OpenID Connect issuer";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*(?:([KMGT])(IB|B)?|B)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

  private final Function<String, Optional<String>> source;

  /** Reads from a function that gives the value of a key, or empty where it is not set. */
  public Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /**
   * All settings.
   *
   * @throws ConfigurationException when one cannot be used
   */
  public ManagerConfiguration read() {
    return new ManagerConfiguration(
        url(),
        path("dfs.data-dir", "dfs-data"),
        value("dfs.mongodb.uri"),
        value("dfs.mongodb.database").orElse("dfs"),
        !either("dfs.durability", "fsync", "none"),
        size("dfs.max-file-size", "1024T", 1, Long.MAX_VALUE),
        size("dfs.max-base64-size", "64MiB", 1, 1L << 40),
        (int) size("dfs.inline-limit", "64KiB", 0, 512 * 1024),
        duration("dfs.transfer-timeout", "60s", Duration.ofSeconds(1), Duration.ofHours(24)),
        duration("dfs.command-timeout", "30s", Duration.ofSeconds(1), Duration.ofMinutes(10)),
        duration("dfs.heartbeat", "5s", Duration.ofSeconds(1), Duration.ofSeconds(5)),
        duration("dfs.lease", "30s", Duration.ofSeconds(5), Duration.ofMinutes(10)),
        duration("dfs.reconcile-period", "1h", Duration.ofSeconds(1), Duration.ofDays(7)),
        number("dfs.move-concurrency", 32, 1, 1024),
        number("dfs.move-concurrency-per-node", 16, 1, 1024),
        size("dfs.move-bandwidth", "64MiB", 0, 1L << 40),
        either("dfs.tracing", "off", "on"),
        new TlsSettings(authorities("dfs.tls.ca"), authorities("dfs.tls.client-ca")),
        new ClientLimits(
            number("dfs.max-transfers-per-client", 4096, 0, 1_000_000),
            number("dfs.max-request-rate", 0, 0, 1_000_000),
            (int) size("dfs.min-transfer-rate", "100", 0, 1 << 30)),
        audit(),
        security());
  }

  private SecuritySettings security() {
    return new SecuritySettings(
        path("dfs.token-file", path("dfs.data-dir", "dfs-data").resolve("tokens").toString()),
        either("dfs.basic-authentication", "off", "on"),
        value("dfs.oidc.issuer").map(this::oidc),
        value("dfs.trusted-proxies").map(this::networks).orElse(Networks.NONE));
  }

  private Oidc oidc(String issuer) {
    String audience =
        value("dfs.oidc.audience")
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "dfs.oidc.audience",
                        "",
                        "what tokens for this server have in 'aud', since dfs.oidc.issuer is set"));
    Map<Role, Set<String>> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String names = value("dfs.oidc." + role.label()).orElse(role.label());
      roles.put(role, Set.of(names.split("\\s*,\\s*")));
    }
    return new Oidc(
        issuerUrl(issuer),
        audience,
        value("dfs.oidc.role-claim").orElse("roles"),
        roles,
        value("dfs.oidc.client-id").map(this::oidcClient));
  }

  private OidcClient oidcClient(String id) {
    String key = "dfs.oidc.client-secret-file";
    return new OidcClient(
        id,
        value(key).map(file -> path(key, file, "a file with the client's secret")),
        value("dfs.oidc.scope").orElse("openid profile"));
  }

  /** The issuer's word counts for everything, so nobody may come between; this machine aside. */
  private static URI issuerUrl(String value) {
    try {
      URI uri = new URI(value);
      boolean local = List.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
      if (uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new ConfigurationException("dfs.oidc.issuer", value, ISSUER_RULE);
    }
    throw new ConfigurationException("dfs.oidc.issuer", value, ISSUER_RULE);
  }

  private Networks networks(String value) {
    try {
      return Networks.parse(value);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "dfs.trusted-proxies", value, "addresses or networks such as 127.0.0.1, 10.0.0.0/8");
    }
  }

  private Optional<String> value(String key) {
    return source.apply(key).map(String::strip).filter(v -> !v.isEmpty());
  }

  private Optional<String> url() {
    return value("dfs.url")
        .map(
            value -> {
              String url = value.endsWith("/") ? value : value + "/";
              try {
                URI uri = new URI(url);
                if (("http".equalsIgnoreCase(uri.getScheme())
                        || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && url.length() <= MAX_URL) {
                  return url;
                }
              } catch (URISyntaxException e) {
                throw new ConfigurationException("dfs.url", value, URL_RULE);
              }
              throw new ConfigurationException("dfs.url", value, URL_RULE);
            });
  }

  private Optional<AuditSettings> audit() {
    if (value("dfs.audit-log").filter("off"::equals).isPresent()) {
      return Optional.empty();
    }
    Path directory = path("dfs.data-dir", "dfs-data");
    Path file = directory.resolve(path(value("dfs.audit-log").orElse("audit/audit.log")));
    return Optional.of(
        new AuditSettings(
            file.normalize(),
            size("dfs.audit-log-size", "64MiB", 64 * 1024, 1L << 40),
            number("dfs.audit-log-files", 16, 1, 10_000)));
  }

  private static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new ConfigurationException("dfs.audit-log", value, "the path of a file, or 'off'");
    }
  }

  private Path path(String key, String standard) {
    return path(key, value(key).orElse(standard), "the path of a directory");
  }

  private static Path path(String key, String value, String rule) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new ConfigurationException(key, value, rule);
    }
  }

  private Optional<Authorities> authorities(String key) {
    return value(key)
        .map(
            value -> {
              String rule = "a PEM file with the certificates of authorities";
              try {
                return Authorities.read(path(key, value, rule));
              } catch (TlsException e) {
                throw new ConfigurationException(key, value, rule + ": " + e.getMessage());
              }
            });
  }

  /** Whether a key with two values has the one that is not the default. */
  private boolean either(String key, String standard, String other) {
    String value = value(key).orElse(standard);
    if (!value.equals(standard) && !value.equals(other)) {
      throw new ConfigurationException(key, value, "'" + standard + "' or '" + other + "'");
    }
    return value.equals(other);
  }

  private long size(String key, String standard, long least, long most) {
    String value = value(key).orElse(standard);
    String rule =
        "a number of bytes from "
            + least
            + (most == Long.MAX_VALUE ? "" : " to " + most)
            + ", such as 65536, 64KiB or 2GB";
    Matcher matcher = SIZE.matcher(value.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new ConfigurationException(key, value, rule);
    }
    int power = matcher.group(2) == null ? 0 : " KMGT".indexOf(matcher.group(2));
    long unit = "B".equals(matcher.group(3)) ? 1000 : 1024;
    long bytes;
    try {
      bytes = Long.parseLong(matcher.group(1));
      for (int i = 0; i < power; i++) {
        bytes = Math.multiplyExact(bytes, unit);
      }
    } catch (ArithmeticException e) {
      throw new ConfigurationException(key, value, rule);
    }
    if (bytes < least || bytes > most) {
      throw new ConfigurationException(key, value, rule);
    }
    return bytes;
  }

  private int number(String key, int standard, int least, int most) {
    String value = value(key).orElse(Integer.toString(standard));
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      number = least - 1;
    }
    if (number < least || number > most) {
      throw new ConfigurationException(key, value, "a number from " + least + " to " + most);
    }
    return number;
  }

  private Duration duration(String key, String standard, Duration least, Duration most) {
    String value = value(key).orElse(standard);
    String rule =
        "a time from " + least.toSeconds() + "s to " + most.toSeconds() + "s, such as 30s or 5m";
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new ConfigurationException(key, value, rule);
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new ConfigurationException(key, value, rule);
    }
    return duration;
  }
}

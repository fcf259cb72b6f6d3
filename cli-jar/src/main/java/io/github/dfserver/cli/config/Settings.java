package io.github.dfserver.cli.config;

import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.UsageException;
import io.github.dfserver.client.DfsClient;
import io.github.dfserver.client.DfsClientBuilder;
import io.github.dfserver.client.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which managers are asked, and how; an option counts before the environment, and that before the
 * settings file.
 *
 * @param servers base URLs, at least one
 * @param token what to sign in with; null for nothing
 * @param ca a PEM file; null for the authorities that Java trusts
 */
public record Settings(List<String> servers, String token, Path ca) {
  private static final String SERVER = "http://localhost:8000";

  /** Puts them together. */
  public static Settings of(
      GlobalOptions options, UnaryOperator<String> environment, Consumer<String> warning) {
    ConfigFile file = ConfigFile.read(options.config, environment, warning);
    Environment env = new Environment(environment);
    return new Settings(
        servers(options, env, file),
        token(options, env, file),
        first(options.ca, env.path("DFS_CA"), file.path("ca")));
  }

  private static List<String> servers(GlobalOptions options, Environment env, ConfigFile file) {
    if (options.servers != null) {
      return options.servers;
    }
    String text = first(env.text("DFS_SERVER"), file.text("server"), SERVER);
    return Stream.of(text.split(",", -1)).map(String::strip).toList();
  }

  private static String token(GlobalOptions options, Environment env, ConfigFile file) {
    if (options.tokenFile != null) {
      return read(options.tokenFile);
    }
    if (env.text("DFS_TOKEN") != null || env.text("DFS_TOKEN_FILE") != null) {
      return one("DFS_TOKEN", env.text("DFS_TOKEN"), "DFS_TOKEN_FILE", env.path("DFS_TOKEN_FILE"));
    }
    return one("token", file.text("token"), "token-file", file.path("token-file"));
  }

  private static String one(String name, String token, String fileName, Path file) {
    if (token != null && file != null) {
      throw new UsageException(
          "There are both %s and %s; leave one of them out.".formatted(name, fileName));
    }
    return file == null ? token : read(file);
  }

  private static String read(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new UsageException("'" + file + "' does not hold one token and nothing else.");
      }
      return token;
    } catch (IOException e) {
      throw new UsageException("The token in '" + file + "' cannot be read: " + e + ".");
    }
  }

  @SafeVarargs
  private static <T> T first(T... values) {
    for (T value : values) {
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** A client with these settings. */
  public DfsClient client(GlobalOptions options) {
    if (options.attempts < 1) {
      throw new UsageException("--attempts is at least 1.");
    }
    try {
      DfsClientBuilder builder =
          DfsClient.builder(servers.toArray(String[]::new))
              .connections(Batch.MOST)
              .retries(RetryPolicy.STANDARD.withAttempts(options.attempts));
      if (token != null) {
        builder.token(token);
      }
      if (ca != null) {
        builder.certificateAuthority(ca);
      }
      return builder.build();
    } catch (IOException e) {
      throw new UsageException("The certificates in '" + ca + "' cannot be read: " + e + ".");
    } catch (IllegalArgumentException e) {
      throw new UsageException("--server: " + e.getMessage());
    }
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "Settings[servers=" + servers + ", ca=" + ca + "]";
  }

  /** The environment, in which what is empty is not there. */
  private record Environment(UnaryOperator<String> variables) {
    String text(String name) {
      String value = variables.apply(name);
      return value == null || value.isBlank() ? null : value.strip();
    }

    Path path(String name) {
      String value = text(name);
      return value == null ? null : Path.of(value);
    }
  }
}

package io.github.dfserver.manager.boot;

import io.github.dfserver.manager.token.Token;
import io.github.dfserver.manager.token.TokenFile;
import io.github.dfserver.manager.token.TokenRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code java -jar manager.jar token …}: adds, lists and revokes tokens while managers run. */
final class TokenCommand {
  static final String HELP =
      """
      Usage: java -jar manager.jar token add NAME --role reader|writer|admin [--expires 90d]
             java -jar manager.jar token add NAME --node ID|any [--expires 90d]
             java -jar manager.jar token list
             java -jar manager.jar token revoke NAME

        --role ROLE      what a client may do: a reader reads, a writer also uploads and deletes, an
                         admin also drains nodes, pauses moves and rebuilds the catalogue
        --node ID        for the storage node of this id; 'any' for every node: an enrolment secret
        --expires TIME   how long it is good, such as 12h or 90d; for ever without this
        --data-dir DIR   the manager's data directory; without this dfs.data-dir, DFS_DATA_DIR, or
                         ./dfs-data
        --file FILE      the file of tokens, where dfs.token-file names another one than
                         tokens in the data directory

      'add' prints the token, which is kept nowhere else: the file has only its hash. Running managers
      notice a change within two seconds. As soon as there is this file, nobody gets in without
      credentials any more.
      """;

  private static final Pattern LIFE = Pattern.compile("(\\d{1,6})(m|h|d)");
  private static final List<String> OPTIONS =
      List.of("--role", "--node", "--expires", "--data-dir", "--file");
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final UnaryOperator<String> settings;
  private final PrintStream out;
  private final PrintStream err;

  /** {@code settings} gives the value of a key such as dfs.data-dir, or null. */
  TokenCommand(UnaryOperator<String> settings, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  /** Whether a command line is for this command. */
  static boolean isMeant(String... args) {
    return args.length > 0 && args[0].equals("token");
  }

  /** Returns what the process has to end with: 0, 1 when it failed, 2 for a wrong command line. */
  int run(String... args) throws InterruptedException {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    try {
      if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
        out.print(HELP);
        return 0;
      }
      split(args, words, options);
      return execute(words, options);
    } catch (IllegalArgumentException e) {
      err.println("manager token: " + e.getMessage() + " (token --help tells the options)");
      return USAGE;
    } catch (IOException e) {
      err.println("manager token: " + e.getMessage());
      return FAILED;
    }
  }

  private static void split(String[] args, List<String> words, Map<String, String> options) {
    for (int i = 1; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        words.add(args[i]);
      } else if (!OPTIONS.contains(args[i])) {
        throw new IllegalArgumentException("there is no option " + args[i]);
      } else if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " lacks its value");
      } else {
        options.put(args[i], args[++i]);
      }
    }
  }

  private int execute(List<String> words, Map<String, String> options)
      throws IOException, InterruptedException {
    String verb = words.isEmpty() ? "" : words.get(0);
    switch (verb) {
      case "add" -> {
        only(words, 2, "add NAME");
        Token token = file(options).add(words.get(1), grant(options), life(options));
        out.println(token.reveal());
        return 0;
      }
      case "list" -> {
        only(words, 1, "list");
        list(file(options).read());
        return 0;
      }
      case "revoke" -> {
        only(words, 2, "revoke NAME");
        TokenFile file = file(options);
        if (!file.revoke(words.get(1))) {
          err.println(
              "manager token: there is no token named '" + words.get(1) + "' in " + file.path());
          return FAILED;
        }
        return 0;
      }
      default -> throw new IllegalArgumentException("'add', 'list' or 'revoke' is missing");
    }
  }

  private static void only(List<String> words, int count, String form) {
    if (words.size() != count) {
      throw new IllegalArgumentException("it is: token " + form);
    }
  }

  private static String grant(Map<String, String> options) {
    String role = options.get("--role");
    String node = options.get("--node");
    if ((role == null) == (node == null)) {
      throw new IllegalArgumentException("a token is for a --role or for a --node");
    }
    if (role != null && role.startsWith("node")) {
      throw new IllegalArgumentException("a role is reader, writer or admin, not '" + role + "'");
    }
    return role != null ? role : "node:" + (node.equals("any") ? "*" : node);
  }

  private static Optional<Duration> life(Map<String, String> options) {
    String value = options.get("--expires");
    if (value == null) {
      return Optional.empty();
    }
    Matcher matcher = LIFE.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--expires is a time such as 12h or 90d, not " + value);
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  private TokenFile file(Map<String, String> options) {
    String file = options.getOrDefault("--file", settings.apply("dfs.token-file"));
    if (file != null && !options.containsKey("--data-dir")) {
      return new TokenFile(Path.of(file).toAbsolutePath());
    }
    String directory = options.getOrDefault("--data-dir", settings.apply("dfs.data-dir"));
    return new TokenFile(
        Path.of(directory == null ? "dfs-data" : directory, "tokens").toAbsolutePath());
  }

  private void list(List<TokenRecord> tokens) {
    out.printf("%-24s %-16s %-21s %s%n", "NAME", "GRANT", "CREATED", "EXPIRES");
    Instant now = Instant.now();
    for (TokenRecord token : tokens) {
      String end =
          token.expires().map(e -> e + (token.isExpired(now) ? " (expired)" : "")).orElse("never");
      out.printf("%-24s %-16s %-21s %s%n", token.name(), token.grant(), token.created(), end);
    }
  }
}

package io.github.dfserver.node;

import io.github.dfserver.logging.LogFormat;
import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.credentials.BearerToken;
import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.credentials.CredentialOptions.IdentityFiles;
import io.github.dfserver.protocol.Hello;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line of a storage node. */
@Command(
    name = "storage-node",
    mixinStandardHelpOptions = true,
    versionProvider = StorageNode.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Keeps files for one or more managers, which it connects to.",
    footer = {
      "",
      "Each option can also be given in the environment: DFS_MANAGER (separated by commas), "
          + "DFS_DATA, DFS_DURABILITY, DFS_CAPACITY, DFS_RESERVE, DFS_SCRUB_PERIOD, DFS_TRACING, DFS_LOG_FORMAT, DFS_LOG_LEVEL, "
          + "DFS_TOKEN_FILE, DFS_CA, DFS_CERTIFICATE, DFS_KEY; the id as DFS_ID, and the token itself as "
          + "DFS_TOKEN. The command line wins.",
      "Sizes: 512, 10GB (powers of 1000), 1.5GiB or 1.5G (powers of 1024).",
      "",
      "Exit status: 0 when stopped by SIGTERM or SIGINT, 1 when a manager refuses this node or the "
          + "data directory cannot be used, 2 when an argument is wrong."
    })
public final class StorageNode implements Callable<Integer> {
  private final UnaryOperator<String> environment;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      description = "The node's id, 1 to 64 characters of A-Z a-z 0-9 . _ -")
  private String id;

  @Option(
      names = "--manager",
      paramLabel = "URL",
      split = ",",
      converter = ManagerUrlConverter.class,
      description = {
        "Base URL of a manager, under any context root; may be repeated: the node serves each of "
            + "them.",
        "Default: http://127.0.0.1:8000/"
      })
  private List<ManagerUrl> managers;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {"The data directory; it belongs to this id for good.", "Default: files_<ID>"})
  private Path data;

  @Option(
      names = "--durability",
      paramLabel = "fsync|none",
      description = {
        "fsync: a stored file survives power loss. none: it survives the end of the process only.",
        "Default: fsync"
      })
  private Durability durability = Durability.FSYNC;

  @Option(
      names = "--capacity",
      paramLabel = "SIZE",
      converter = DataSizeConverter.class,
      description = {"Most bytes of files to keep.", "Default: what the disk has"})
  private DataSize capacity;

  @Option(
      names = "--reserve",
      paramLabel = "SIZE",
      converter = DataSizeConverter.class,
      description = {"Free space that is left on the disk.", "Default: 1GiB"})
  private DataSize reserve = DataSize.parse("1GiB");

  @Option(
      names = "--scrub-period",
      paramLabel = "PERIOD",
      converter = ScrubPeriodConverter.class,
      description = {
        "How long it takes to read all files once and compare them with their checksums, over and "
            + "over: 45s, 90m, 12h, 30d. 0 or never: they are read only when a manager asks.",
        "Default: 30d"
      })
  private ScrubPeriod scrubPeriod = ScrubPeriod.parse("30d");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Holds the token that lets this node in, and nothing else. It is read at each connection, so "
            + "that a token can be replaced at any time. The token itself can be given as DFS_TOKEN.",
        "Default: no token"
      })
  private Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "Certificates (PEM) of the only authorities whose word counts for a manager's certificate.",
        "Default: those that Java trusts"
      })
  private Path authorities;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "The certificate (PEM, with its chain) that this node shows to a manager that asks for "
              + "one; with --key.")
  private Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The key of --certificate (PEM, PKCS#8, not encrypted).")
  private Path key;

  @Option(
      names = "--tracing",
      paramLabel = "on|off",
      description = {
        "Whether commands leave spans in the traces of the requests that they serve; where these go"
            + " is said by OTEL_EXPORTER_OTLP_ENDPOINT and its like.",
        "Default: off"
      })
  private Tracing tracing = Tracing.OFF;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      description = {
        "What the lines of the log are: text, or one JSON object each.",
        "Default: text"
      })
  private LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = {
        "What the log tells: error, warning, info, debug (a line for each command as well) or trace.",
        "Default: info"
      })
  private Logging.Detail logLevel = Logging.Detail.INFO;

  private StorageNode(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /** Runs a node until it is stopped. */
  public static void main(String[] arguments) {
    Logging.start();
    System.exit(commandLine(System::getenv).execute(arguments));
  }

  /** The command line with its defaults from an environment. */
  static CommandLine commandLine(UnaryOperator<String> environment) {
    return new CommandLine(new StorageNode(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(new EnvironmentDefaults(environment));
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.configure(logFormat, logLevel);
    return NodeProcess.run(options(), new Version().getVersion()[0], System.err);
  }

  /** What was asked for; throws {@link ParameterException} when it makes no sense. */
  NodeOptions options() {
    if (!Hello.isNodeId(id)) {
      throw wrong("'" + id + "' is not a node id: it has 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    List<ManagerUrl> urls =
        managers == null ? List.of(ManagerUrl.parse("http://127.0.0.1:8000/")) : managers;
    return new NodeOptions(
        id,
        urls.stream().distinct().toList(),
        data == null ? Path.of("files_" + id) : data,
        durability,
        capacity == null ? OptionalLong.empty() : OptionalLong.of(capacity.bytes()),
        reserve.bytes(),
        scrubPeriod.duration(),
        tracing == Tracing.ON,
        credentials());
  }

  /** The token itself is no option, since all of a machine can see arguments. */
  private CredentialOptions credentials() {
    Optional<BearerToken> token;
    try {
      token =
          Optional.ofNullable(environment.apply("DFS_TOKEN"))
              .filter(text -> !text.isBlank())
              .map(text -> BearerToken.parse(text, "DFS_TOKEN"));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    if (token.isPresent() && tokenFile != null) {
      throw wrong("a token is given as DFS_TOKEN and in --token-file; leave one of them out");
    }
    if ((certificate == null) != (key == null)) {
      throw wrong("--certificate and --key belong together; give both or neither");
    }
    return new CredentialOptions(
        token,
        Optional.ofNullable(tokenFile),
        Optional.ofNullable(authorities),
        Optional.ofNullable(certificate).map(file -> new IdentityFiles(file, key)));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** Reads the version out of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = StorageNode.class.getPackage().getImplementationVersion();
      return new String[] {"storage-node " + (version == null ? "development" : version)};
    }
  }

  private static final class ManagerUrlConverter implements ITypeConverter<ManagerUrl> {
    @Override
    public ManagerUrl convert(String text) {
      try {
        return ManagerUrl.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static final class ScrubPeriodConverter implements ITypeConverter<ScrubPeriod> {
    @Override
    public ScrubPeriod convert(String text) {
      try {
        return ScrubPeriod.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static final class DataSizeConverter implements ITypeConverter<DataSize> {
    @Override
    public DataSize convert(String text) {
      try {
        return DataSize.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}

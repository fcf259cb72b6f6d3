package io.github.dfserver.node;

import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the value of an option that is not on the command line from the environment: of {@code
 * --data} from {@code DFS_DATA}, and so on; that of the node's id from {@code DFS_ID}. An empty
 * variable counts as none.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final UnaryOperator<String> environment;

  /**
   * Over an environment.
   *
   * @param environment gives a variable's value, or null
   */
  EnvironmentDefaults(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    String name = argument instanceof OptionSpec option ? option.longestName() : "ID";
    String words = name.replaceFirst("^--", "").replace('-', '_');
    String variable = "DFS_" + words.toUpperCase(Locale.ROOT);
    String value = environment.apply(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }
}

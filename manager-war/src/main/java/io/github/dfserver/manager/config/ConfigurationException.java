package io.github.dfserver.manager.config;

/** A setting that cannot be used; the message names its key and says what is allowed. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the key, the value that was given, and what it has to be. */
  public ConfigurationException(String key, String value, String rule) {
    super(key + " is '" + value + "', but it has to be " + rule + ".");
  }
}

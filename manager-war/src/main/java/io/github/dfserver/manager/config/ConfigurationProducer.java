package io.github.dfserver.manager.config;

import io.github.dfserver.manager.security.SecuritySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives the settings of this server, from MicroProfile Config, to whoever injects them. */
@ApplicationScoped
public class ConfigurationProducer {
  /** The settings, read and checked once. */
  @Produces
  @Singleton
  public ManagerConfiguration configuration() {
    Config config = ConfigProvider.getConfig();
    try {
      return new Settings(key -> config.getOptionalValue(key, String.class)).read();
    } catch (ConfigurationException e) {
      StartReport.failed(e);
      throw e;
    }
  }

  /** Those of them that tell who is let in. */
  @Produces
  @Singleton
  public SecuritySettings security(ManagerConfiguration configuration) {
    return configuration.security();
  }
}

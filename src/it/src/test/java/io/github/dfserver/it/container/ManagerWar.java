package io.github.dfserver.it.container;

import io.github.dfserver.it.process.Directories;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it was built. */
final class ManagerWar {
  /** Named by {@code payara.cmdOptions} in the module's pom. */
  private static final Path DIRECTORY = Path.of("target", "it", "arquillian");

  private ManagerWar() {}

  /** A copy that a test may add to; it is deployed at {@code /manager}, with no data yet. */
  static WebArchive built() {
    emptyDirectory();
    File war = new File(System.getProperty("dfs.manager.war"));
    return ShrinkWrap.createFromZipFile(WebArchive.class, war);
  }

  /** Makes the server's directory for temporary files, without which it deploys nothing. */
  static void emptyDirectory() {
    try {
      Directories.remove(DIRECTORY);
      Files.createDirectories(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.dfserver.it.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this process runs in, as far as it has been built. */
public final class Checkout {
  private Checkout() {}

  /**
   * What a system property names; without one, what lies at this place in the checkout.
   *
   * @param place relative to the root, such as {@code manager-war/target/manager.jar}
   * @throws IllegalStateException when it is not there
   */
  public static Path find(String property, String place) {
    String named = System.getProperty(property);
    Path found =
        named != null ? Path.of(named).toAbsolutePath().normalize() : root(place).resolve(place);
    if (!Files.exists(found)) {
      throw new IllegalStateException(
          found
              + " is not there: run mvn -DskipTests package first, for WildFly and Payara Server"
              + " with the profile of that name, or set "
              + property);
    }
    return found;
  }

  private static Path root(String place) {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(place)) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    return directory;
  }
}

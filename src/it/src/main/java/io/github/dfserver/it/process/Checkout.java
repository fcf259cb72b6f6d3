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
    return named == null ? find(place) : existing(Path.of(named).toAbsolutePath().normalize());
  }

  /**
   * What lies at this place in the checkout.
   *
   * @param place relative to the root
   * @throws IllegalStateException when it is not there
   */
  public static Path find(String place) {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(place)) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    return existing(directory.resolve(place));
  }

  private static Path existing(Path found) {
    if (!Files.exists(found)) {
      throw new IllegalStateException(
          found
              + " is not there: run mvn -DskipTests package first, for WildFly and Payara Server"
              + " with the profile of that name");
    }
    return found;
  }
}

package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TouchedTest {
  private final Layout layout = new Layout(Path.of("/root"));

  @Test
  void theDirectoriesAboveAreForcedEvenIfTheLeafIsKnownFromAFile() throws IOException {
    Set<Path> directories = new HashSet<>();
    Disk disk =
        (Disk)
            Proxy.newProxyInstance(
                Disk.class.getClassLoader(),
                new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("forceAll");
                  ((Collection<?>) arguments[1]).forEach(path -> directories.add((Path) path));
                  return null;
                });
    Touched touched = new Touched(layout, disk, true);
    Place place = new Place(0, "a");
    touched.files(Set.of(layout.file(place)));
    touched.leaves(Set.of(0));
    touched.force();
    assertThat(directories)
        .contains(
            Path.of("/root/files/0/0/0/0"),
            Path.of("/root/files/0/0/0"),
            Path.of("/root/files/0/0"),
            Path.of("/root/files/0"),
            Path.of("/root/files"),
            Path.of("/root/blocks/0/0/0/0"),
            Path.of("/root/blocks"),
            Path.of("/root/meta/0/0/0"),
            Path.of("/root/meta"));
  }
}

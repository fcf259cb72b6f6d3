package io.github.dfserver.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TouchedTest {
  private final Layout layout = new Layout(Path.of("/root"));

  @Test
  void theDirectoriesAboveAreForcedEvenIfTheLeafIsKnownFromAFile() {
    Touched touched = new Touched(layout);
    Place place = new Place(0, "a");
    touched.files(Set.of(layout.file(place)));
    touched.leaves(Set.of(0));
    assertThat(touched.directories())
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

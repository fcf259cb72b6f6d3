package io.github.dfserver.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where files of the server may go. */
class TargetDirectoryTest {
  @TempDir private Path temporary;
  private Path root;
  private TargetDirectory target;

  @BeforeEach
  void open() {
    root = temporary.resolve("to");
    target = new TargetDirectory(root);
  }

  @Test
  void foldersAreMadeOnTheWay() throws IOException {
    assertThat(target.place("a/b/c.txt")).isEqualTo(root.resolve("a/b/c.txt"));
    assertThat(root.resolve("a/b")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "a//b", ".", "a/.", "", "a/"})
  void noNameLeadsOut(String name) {
    assertThatThrownBy(() -> target.place(name)).isInstanceOf(IOException.class);
    assertThat(root).doesNotExist();
  }

  @Test
  void aSymbolicLinkThatLeadsOutIsNotGoneThrough() throws IOException {
    Files.createDirectories(root);
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.createSymbolicLink(root.resolve("l"), other);

    assertThatThrownBy(() -> target.place("l/d/x")).hasMessageContaining("leads out");
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void aFileAndAFolderOfTheSameNameAreTold() throws IOException {
    Files.createDirectories(root.resolve("d"));
    Files.writeString(root.resolve("f"), "x");

    assertThatThrownBy(() -> target.place("f/x")).hasMessageContaining("folder");
    assertThatThrownBy(() -> target.place("d")).hasMessageContaining("directory of this name");
  }
}

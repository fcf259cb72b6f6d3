package io.github.dfserver.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a walk, and what it leaves out. */
class LocalTreeTest {
  @TempDir private Path directory;
  private final List<String> skipped = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private List<String> walk(boolean follow) throws IOException {
    Skips skips =
        new Skips() {
          @Override
          public void skipped(String name, String why) {
            skipped.add(name);
          }

          @Override
          public void failed(String name, Exception e) {
            failed.add(name);
          }
        };
    List<String> names = new ArrayList<>();
    new LocalTree(directory, follow, skips).forEachRemaining(file -> names.add(file.name()));
    return names;
  }

  @Test
  void filesComeInTheOrderOfTheirWholeNamesBytes() throws IOException {
    files("a/x", "a.b", "a0", "a-", "b", "A", "é", "\uFF5E", "\uD83D\uDE00", "a/y/z", "a/y.z");

    List<String> names = walk(false);

    assertThat(names).hasSize(11).isSortedAccordingTo(Names.ORDER);
    assertThat(names)
        .containsSubsequence("a-", "a.b", "a/x", "a/y.z", "a/y/z", "a0", "b")
        .endsWith("\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void symbolicLinksAreLeftOutOrFollowed() throws IOException {
    files("d/x", "f");
    Files.createSymbolicLink(directory.resolve("l"), Path.of("f"));
    Files.createSymbolicLink(directory.resolve("ld"), Path.of("d"));

    assertThat(walk(false)).containsExactly("d/x", "f");
    assertThat(skipped).containsExactlyInAnyOrder("l", "ld");
    assertThat(walk(true)).containsExactly("d/x", "f", "l", "ld/x");
  }

  @Test
  void aLoopIsFoundAndTold() throws IOException {
    files("d/x");
    Files.createSymbolicLink(directory.resolve("d/up"), Path.of(".."));

    assertThat(walk(true)).containsExactly("d/x");
    assertThat(failed).containsExactly("d/up");
  }

  @Test
  void whatTheServerRefusesOrCannotBeReadIsTold() throws IOException {
    files("a\\b", "c\nd", "fine");
    Files.createSymbolicLink(directory.resolve("gone"), Path.of("nowhere"));

    assertThat(walk(true)).containsExactly("fine");
    assertThat(failed).containsExactlyInAnyOrder("a\\b", "c\nd", "gone");
  }

  @Test
  void aDirectoryThatMayNotBeReadIsTold() throws IOException {
    files("d/x", "e");
    Path closed = directory.resolve("d");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(closed), "the superuser can read everything");
      assertThat(walk(false)).containsExactly("e");
      assertThat(failed).containsExactly("d");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void whatDownloadsLeaveIsNotAFile() throws IOException {
    files("." + "0".repeat(32) + "-" + "a".repeat(32) + ".part", "x.part");

    assertThat(walk(false)).containsExactly("x.part");
    assertThat(skipped).isEmpty();
  }
}

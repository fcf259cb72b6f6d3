package io.github.dfserver.it.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealFileTest {
  @TempDir Path root;

  @Test
  void aLinkIsFollowedAndOneThatLeadsNowhereIsLeftOut() throws Exception {
    Path file = Files.write(Files.createDirectory(root.resolve("d")).resolve("file"), new byte[3]);
    Files.createSymbolicLink(root.resolve("link"), file);
    Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("absent"));
    assertThat(new RealFile.Tree("t/", root).files(Instant.MAX))
        .containsExactly(
            new RealFile(file, "t/d/file", 3), new RealFile(root.resolve("link"), "t/link", 3));
  }

  @Test
  void whatMayStillBeChangingIsLeftOut() throws Exception {
    Files.write(root.resolve("new"), new byte[3]);
    assertThat(new RealFile.Tree("t/", root).files(Instant.EPOCH)).isEmpty();
  }
}

package io.github.dfserver.manager.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
  private final Instant later = Instant.now().plusSeconds(3600);

  @TempDir private Path parent;
  private Path left;

  @BeforeEach
  void leaveSomething() throws Exception {
    left = parent.resolve("dfs-manager-1234");
    Files.createDirectories(left.resolve("payaramicro-rt/runtime"));
    Files.writeString(left.resolve("payaramicro-rt/runtime/server.jar"), "x");
    Files.writeString(left.resolve("lock"), "");
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    WorkDirectory.removeAbandoned(parent, later);
    assertThat(left).doesNotExist();
  }

  @Test
  void aDirectoryWithoutALockFileIsRemovedToo() throws Exception {
    Files.delete(left.resolve("lock"));
    WorkDirectory.removeAbandoned(parent, later);
    assertThat(left).doesNotExist();
  }

  @Test
  void whatIsYoungIsKeptSinceItsProcessMayNotHaveLockedItYet() throws Exception {
    WorkDirectory.removeAbandoned(parent, Instant.now().minusSeconds(60));
    assertThat(left).exists();
  }

  @Test
  void whatOthersMadeIsKept() throws Exception {
    Path other = Files.createDirectory(parent.resolve("somebody-else"));
    Path file = Files.writeString(parent.resolve("dfs-manager-file"), "x");
    WorkDirectory.removeAbandoned(parent, later);
    assertThat(other).exists();
    assertThat(file).exists();
  }

  @Test
  void aDirectoryWhoseProcessRunsIsKept() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                left.resolve("lock").toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('!');
      WorkDirectory.removeAbandoned(parent, later);
      assertThat(left.resolve("payaramicro-rt/runtime/server.jar")).exists();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    WorkDirectory.removeAbandoned(parent, later);
    assertThat(left).doesNotExist();
  }
}

package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.client.error.ConnectionException;
import io.github.dfserver.client.error.DigestMismatchException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads into a file that are gone on with by a later call. */
class ResumeTest {
  private static final int SIZE = 1_500_000;
  private static final Stored FILE = stored(1);
  private static final Stored OTHER = stored(2);

  private final ScriptedManager manager = new ScriptedManager();
  private final DfsClient client = manager.builder().retries(RetryPolicy.NONE).build();

  @TempDir private Path directory;

  private static Stored stored(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return new Stored("a", bytes);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    manager.close();
  }

  private Path target() {
    return directory.resolve("copy");
  }

  private FileInfo resume(boolean replace) throws IOException {
    return client.resume("a", target(), replace, Transfer.unwatched());
  }

  private void breakOff(Stored file, int count) {
    manager.then(exchange -> file.cutAfter(exchange, count));
    assertThatThrownBy(() -> resume(false)).isInstanceOf(ConnectionException.class);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void onlyTheRestIsReadByTheNextCall() throws IOException {
    breakOff(FILE, 1_000_000);
    assertThat(target()).doesNotExist();
    manager.then(FILE::whole).then(FILE::range);

    FileInfo info = resume(false);

    assertThat(info.sha256()).isEqualTo(FILE.sha256());
    assertThat(files()).containsExactly(target());
    assertThat(target()).hasBinaryContent(FILE.bytes());
    Exchange last = manager.requests().get(2);
    assertThat(last.header("Range")).matches("bytes=[1-9][0-9]+-1499999");
    assertThat(last.header("If-Match")).isEqualTo("\"" + FILE.sha256() + "\"");
  }

  @Test
  void anotherFileIsReadFromItsBeginning() throws IOException {
    breakOff(FILE, 1_000_000);
    manager.then(OTHER::whole);

    resume(false);

    assertThat(files()).containsExactly(target());
    assertThat(target()).hasBinaryContent(OTHER.bytes());
  }

  @Test
  void whatIsWholeAlreadyIsOnlyChecked() throws IOException {
    breakOff(FILE, 1_000_000);
    Files.write(files().get(0), FILE.bytes());
    manager.then(FILE::whole);

    resume(false);

    assertThat(target()).hasBinaryContent(FILE.bytes());
    assertThat(manager.requests()).hasSize(2);
  }

  @Test
  void aBeginningThatWasSpoiltIsFoundAndGivenUp() throws IOException {
    breakOff(FILE, 1_000_000);
    Files.write(files().get(0), new byte[1000]);
    manager.then(FILE::whole).then(FILE::range);

    assertThatThrownBy(() -> resume(false)).isInstanceOf(DigestMismatchException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void nothingIsLeftOfASmallFile() throws IOException {
    Stored small = Stored.of("a", "some content");
    breakOff(small, 5);

    assertThat(files()).isEmpty();
  }

  @Test
  void aTargetIsReplacedOnlyOnRequest() throws IOException {
    Files.writeString(target(), "mine");
    manager.always(FILE::whole);

    assertThatThrownBy(() -> resume(false)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target()).hasContent("mine");

    resume(true);
    assertThat(target()).hasBinaryContent(FILE.bytes());
    assertThat(files()).containsExactly(target());
  }
}

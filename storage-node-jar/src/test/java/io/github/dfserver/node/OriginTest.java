package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.Waiting;
import io.github.dfserver.protocol.Content;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.DeleteFile;
import io.github.dfserver.protocol.Deleted;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client's request is called on its way through a node. */
class OriginTest extends ScriptedNodeTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final BlockingQueue<LogRecord> lines = new LinkedBlockingQueue<>();
  private final Logger log = Logger.getLogger("io.github.dfserver.node.channel");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (formatMessage(record).contains("command=")
              || record.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(record);
          }
        }

        @Override
        public void flush() {
          // nothing is held back
        }

        @Override
        public void close() {
          // there is nothing to let go
        }
      };

  private static String formatMessage(LogRecord record) {
    return new SimpleFormatter().formatMessage(record);
  }

  @BeforeEach
  void listen() {
    handler.setLevel(Level.ALL);
    log.setLevel(Level.FINE);
    log.addHandler(handler);
  }

  @AfterEach
  void leave() {
    log.removeHandler(handler);
    log.setLevel(null);
  }

  private LogRecord line() throws InterruptedException {
    return Waiting.next(lines, "a line of the log");
  }

  @Test
  void aCommandIsLoggedWithTheRequestThatItServes() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = copy(Sha256.of(bytes("hello")), 5);
    UUID copyId = copy.copyId();
    channel.send(new Origin(1, "r-1", Optional.of(TRACE)), new UploadFile(1, copy, bytes("hello")));
    assertThat(channel.next()).isEqualTo(new Stored(1));
    assertThat(formatMessage(line()))
        .matches(
            "request=r-1 traceparent="
                + TRACE
                + " command=upload-file copy="
                + copyId
                + " bytes=5 seconds=\\d+\\.\\d{6} outcome=ok");

    channel.send(new Origin(2, "r-2", Optional.empty()), new DownloadFile(2, copyId, 1, 3));
    assertThat(channel.next()).isEqualTo(new Content(2, bytes("ell")));
    assertThat(formatMessage(line()))
        .startsWith("request=r-2 command=download-file copy=" + copyId + " bytes=3 seconds=");

    channel.send(new DeleteFile(3, copyId, false));
    assertThat(channel.next()).isEqualTo(new Deleted(3, true));
    assertThat(formatMessage(line()))
        .startsWith("command=delete-file copy=" + copyId + " bytes=0 seconds=")
        .endsWith(" outcome=ok");
  }

  @Test
  void aFailureIsLoggedWithTheRequestThatItFails() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    Copy copy = put(channel, 1, "hello");
    line();
    Files.writeString(file("hello"), "hellO");
    channel.send(new Origin(2, "r-9", Optional.empty()), new DownloadFile(2, copy.copyId(), 0, 5));
    assertFailed(channel, 2, FailureCode.DAMAGED);
    LogRecord warning = line();
    assertThat(warning.getLevel()).isEqualTo(Level.WARNING);
    assertThat(formatMessage(warning))
        .startsWith("request=r-9 DOWNLOAD_FILE of copy " + copy.copyId() + ": ");
    assertThat(formatMessage(line()))
        .startsWith("request=r-9 command=download-file")
        .endsWith(" outcome=damaged");
  }

  private Path file(String content) throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(one -> one.toFile().length() == content.length())
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aManagerOfTheVersionBeforeIsServedWithoutIt() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.send(manager.welcome(2, 64, 5));
    Copy copy = put(channel, 1, "plain");
    channel.send(new DownloadFile(2, copy.copyId(), 0, 5));
    assertThat(channel.next()).isEqualTo(new Content(2, bytes("plain")));
    assertThat(formatMessage(line())).startsWith("command=upload-file");
  }
}

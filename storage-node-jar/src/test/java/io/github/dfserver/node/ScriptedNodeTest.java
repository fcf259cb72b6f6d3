package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.NodeMessage;
import io.github.dfserver.protocol.Sha256;
import io.github.dfserver.protocol.Stored;
import io.github.dfserver.protocol.UploadFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node with its real store, against a manager that does what the test says. */
abstract class ScriptedNodeTest {
  static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;
  ScriptedManager manager;
  Node node;
  CredentialOptions credentials = CredentialOptions.NONE;

  @BeforeEach
  void start() throws Exception {
    manager = new ScriptedManager();
    node = start(manager.url());
  }

  final Node start(ManagerUrl... managers) throws Exception {
    return Node.start(
        new NodeOptions(
            "n-1",
            List.of(managers),
            directory,
            Durability.NONE,
            OptionalLong.empty(),
            0,
            Optional.empty(),
            false,
            credentials),
        "test");
  }

  @AfterEach
  void stop() throws Exception {
    manager.close();
    node.stop(LIMIT);
  }

  static Copy put(ScriptedChannel channel, long requestId, String text) throws Exception {
    Copy copy = copy(Sha256.of(bytes(text)), bytes(text).remaining());
    channel.send(new UploadFile(requestId, copy, bytes(text)));
    assertThat(channel.next()).isEqualTo(new Stored(requestId));
    return copy;
  }

  static Copy copy(Sha256 sha256, long size) {
    UUID fileId = UUID.randomUUID();
    return new Copy(
        fileId, UUID.randomUUID(), "a/" + fileId, "text/plain", size, sha256, Instant.now(), 0);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static void assertFailed(ScriptedChannel channel, long requestId, FailureCode code)
      throws InterruptedException {
    NodeMessage next = channel.next();
    assertThat(next).isInstanceOf(Failed.class);
    assertThat(next.requestId()).isEqualTo(requestId);
    assertThat(((Failed) next).code()).isEqualTo(code);
  }
}

package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.credentials.BearerToken;
import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.peer.HttpRequest;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.FailureCode;
import io.github.dfserver.protocol.SendFile;
import io.github.dfserver.protocol.Sent;
import io.github.dfserver.protocol.StageFile;
import io.github.dfserver.protocol.Staged;
import io.github.dfserver.tls.TestAuthority;
import io.github.dfserver.tls.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose manager speaks TLS and asks for a token. */
class TlsNodeTest extends ScriptedNodeTest {
  @TempDir private Path files;

  @BeforeEach
  @Override
  void start() throws Exception {
    TestAuthority authority = new TestAuthority("Test CA");
    TestIdentity server = authority.issue("manager", "localhost", "127.0.0.1");
    Path ca =
        TestIdentity.write(
            Files.createDirectories(files).resolve("ca.pem"), List.of(authority.certificate()));
    manager = ScriptedManager.overTls(server.server(authority.certificate()), socket -> {});
    credentials =
        new CredentialOptions(
            Optional.of(BearerToken.parse("dfs_secret", "the test")),
            Optional.empty(),
            Optional.of(ca),
            Optional.empty());
    node = start(manager.url("localhost"));
  }

  @Test
  void everythingGoesOverTlsWithTheToken() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    assertThat(manager.handshake().headers()).containsEntry("authorization", "Bearer dfs_secret");
    Copy copy = put(channel, 1, "hello");

    channel.send(new SendFile(2, copy.copyId(), 0, 5, "down", ""));
    HttpRequest download = manager.transfer();
    assertThat(download.headers()).containsEntry("authorization", "Bearer dfs_secret");
    assertThat(download.body()).asString().isEqualTo("hello");
    download.raw("HTTP/1.1 204 No Content\nConnection: close\n\n");
    assertThat(channel.next()).isEqualTo(new Sent(2));

    channel.send(new StageFile(3, UUID.randomUUID(), 5, "up", ""));
    HttpRequest upload = manager.transfer();
    assertThat(upload.headers()).containsEntry("authorization", "Bearer dfs_secret");
    upload.answer(200, new byte[5]);
    assertThat(channel.next()).isInstanceOf(Staged.class);
  }

  @Test
  void aTransferWithoutTlsIsNotOpened() throws Exception {
    ScriptedChannel channel = manager.welcomed();
    try (ScriptedManager other = manager.sameCluster()) {
      ManagerUrl plain = other.url();
      assertThat(plain.isSecure()).isFalse();
      channel.send(new StageFile(1, UUID.randomUUID(), 5, "up", plain.toString()));
      assertFailed(channel, 1, FailureCode.INVALID);
    }
  }

  @Test
  void aNodeThatIsNotLetInComesBackUntilItIs() throws Exception {
    manager.welcomed();
    manager.refuse(401);
    node.stop(LIMIT);
    node = start(manager.url("localhost"));
    manager.handshake();
    manager.handshake();
    manager.handshake();
    manager.refuse(0);
    manager.welcomed();
  }
}

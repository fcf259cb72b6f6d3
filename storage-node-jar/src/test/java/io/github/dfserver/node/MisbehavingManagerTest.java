package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.node.credentials.CredentialOptions;
import io.github.dfserver.node.peer.ScriptedChannel;
import io.github.dfserver.node.peer.ScriptedManager;
import io.github.dfserver.protocol.DownloadFile;
import io.github.dfserver.protocol.FrameWriter;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.Limits;
import io.github.dfserver.protocol.Origin;
import io.github.dfserver.protocol.ProtocolVersion;
import io.github.dfserver.protocol.StatusReceived;
import io.github.dfserver.protocol.Stored;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A manager that breaks the protocol loses its connection, and is connected again. */
class MisbehavingManagerTest {
  // RFC 6455, 7.4.1
  private static final int PROTOCOL_ERROR = 1002;
  private static final int CANNOT_ACCEPT = 1003;
  private static final int TOO_BIG = 1009;
  private static final int FIN = 0x80;

  private static final Origin ORIGIN = new Origin(1, "r-1", Optional.empty());
  private static final DownloadFile DOWNLOAD = new DownloadFile(1, UUID.randomUUID(), 0, 1);

  @TempDir private Path directory;
  private ScriptedManager manager;
  private Node node;

  @BeforeEach
  void start() throws Exception {
    manager = new ScriptedManager();
    node =
        Node.start(
            new NodeOptions(
                "n-1",
                List.of(manager.url()),
                directory,
                Durability.NONE,
                OptionalLong.empty(),
                0,
                Optional.empty(),
                false,
                CredentialOptions.NONE),
            "test");
  }

  @AfterEach
  void stop() throws Exception {
    manager.close();
    node.stop(Duration.ofSeconds(20));
  }

  interface Misdeed {
    void commit(ScriptedChannel channel, ScriptedManager manager) throws Exception;
  }

  record Case(String name, int closeCode, Misdeed misdeed) {
    Case(String name, Misdeed misdeed) {
      this(name, PROTOCOL_ERROR, misdeed);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> misdeeds() {
    byte[] random = new byte[500];
    new Random(3).nextBytes(random);
    return Stream.of(
        new Case("random bytes", (channel, manager) -> binary(channel, random)),
        new Case("nothing", (channel, manager) -> binary(channel, new byte[0])),
        new Case(
            "a text",
            CANNOT_ACCEPT,
            (channel, manager) -> channel.sendFrame(ScriptedChannel.TEXT, new byte[] {65})),
        new Case(
            "a message that is too long",
            TOO_BIG,
            (channel, manager) -> binary(channel, new byte[Limits.MAX_MESSAGE_BYTES + 1])),
        new Case(
            "parts that add up to a message that is too long",
            TOO_BIG,
            (channel, manager) -> {
              channel.sendFrame(ScriptedChannel.BINARY & ~FIN, new byte[Limits.MAX_MESSAGE_BYTES]);
              channel.sendFrame(FIN, new byte[1]);
            }),
        new Case(
            "a control frame in parts", (channel, manager) -> channel.sendFrame(0x09, new byte[1])),
        new Case(
            "a reserved bit",
            (channel, manager) -> channel.sendFrame(ScriptedChannel.BINARY | 0x40, new byte[1])),
        new Case(
            "a frame that is cut short",
            (channel, manager) -> {
              byte[] whole = bytes(FrameWriter.pack(List.of(manager.welcome(1, 5))));
              binary(channel, Arrays.copyOf(whole, whole.length - 1));
            }),
        new Case(
            "what a node says",
            (channel, manager) -> binary(channel, bytes(FrameWriter.pack(List.of(new Stored(1)))))),
        new Case(
            "another version",
            (channel, manager) -> {
              ByteBuffer welcome = FrameWriter.pack(List.of(manager.welcome(1, 5)));
              binary(channel, bytes(welcome.putShort(13, (short) (ProtocolVersion.CURRENT + 1))));
            }),
        new Case(
            "a command before the welcome",
            (channel, manager) -> channel.send(new DownloadFile(1, UUID.randomUUID(), 0, 1))),
        new Case(
            "an origin before the welcome",
            (channel, manager) -> channel.send(ORIGIN, DOWNLOAD, manager.welcome(1, 5))),
        new Case(
            "an origin in a version that has none",
            (channel, manager) -> channel.send(manager.welcome(2, 1, 5), ORIGIN, DOWNLOAD)),
        new Case(
            "an origin without a command",
            (channel, manager) -> channel.send(manager.welcome(1, 5), ORIGIN)),
        new Case(
            "an origin whose command comes in another message",
            (channel, manager) -> {
              channel.send(manager.welcome(1, 5), ORIGIN);
              try {
                channel.send(DOWNLOAD);
              } catch (SocketException e) {
                // The first message was enough: the node had closed the connection.
              }
            }),
        new Case(
            "an origin of another command",
            (channel, manager) ->
                channel.send(
                    manager.welcome(1, 5), new Origin(2, "r-1", Optional.empty()), DOWNLOAD)),
        new Case(
            "two origins of one command",
            (channel, manager) -> channel.send(manager.welcome(1, 5), ORIGIN, ORIGIN, DOWNLOAD)),
        new Case(
            "an origin of what is no command",
            (channel, manager) ->
                channel.send(manager.welcome(1, 5), ORIGIN, new StatusReceived(), DOWNLOAD)),
        new Case(
            "a second welcome",
            (channel, manager) -> channel.send(manager.welcome(1, 5), manager.welcome(1, 5))));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void binary(ScriptedChannel channel, byte[] payload) throws Exception {
    channel.sendFrame(ScriptedChannel.BINARY, payload);
  }

  @ParameterizedTest
  @MethodSource("misdeeds")
  void aViolationClosesTheConnectionAndTheNodeComesBack(Case broken) throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    broken.misdeed().commit(channel, manager);
    assertThat(channel.closeCode()).isEqualTo(broken.closeCode());
    manager.welcomed();
  }

  @Test
  void aMessageThatIsCutShortByALostConnectionHasNoEffect() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.sendCutShort(new byte[100], 1000);
    channel.drop();
    manager.welcomed();
  }

  @Test
  void aFrameWithoutEndIsNotKept() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.sendCutShort(new byte[8 * Limits.MAX_MESSAGE_BYTES], Integer.MAX_VALUE);
    channel.closeCode();
    manager.welcomed();
  }

  @Test
  void aWebSocketFrameThatRfc6455ForbidsEndsTheConnection() throws Exception {
    ScriptedChannel channel = manager.connection();
    channel.expect(Hello.class);
    channel.sendFrame(0xff, new byte[3]);
    channel.closeCode();
    manager.welcomed();
  }
}

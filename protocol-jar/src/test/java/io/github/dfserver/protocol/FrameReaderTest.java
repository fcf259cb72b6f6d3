package io.github.dfserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
  private static final String HEADER = "0000000000000009"; // request id 9
  private static final String ID = "c0c0c0c0000040008000" + "0000000000c0";

  @Test
  void packedFramesComeOutInTheirOrder() throws ProtocolException {
    List<NodeMessage> sent =
        List.of(new Stored(1), new Content(2, ByteBuffer.allocate(5)), new Goodbye(""));
    FrameReader<NodeMessage> reader = FrameReader.fromNode(FrameWriter.pack(sent));
    for (NodeMessage message : sent) {
      assertThat(reader.hasNext()).isTrue();
      assertThat(reader.next()).isEqualTo(message);
    }
    assertThat(reader.hasNext()).isFalse();
  }

  @Test
  void contentIsReadWithoutACopyAndCanBeReadTwice() throws ProtocolException {
    ByteBuffer packed = FrameWriter.pack(List.of(new Content(1, ByteBuffer.wrap(new byte[] {7}))));
    Content content = (Content) FrameReader.fromNode(packed).next();
    packed.put(packed.limit() - 1, (byte) 8);
    assertThat(content.content().get()).isEqualTo((byte) 8);
    assertThat(content.content().get()).isEqualTo((byte) 8);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'a message of 0 bytes'",
    "00000009040000, 'a message of 7 bytes'",
    "0000000904000000000000000900, 'a frame is cut short'",
    "0000000a040000000000000009, 'a frame length of 10 does not fit its message'",
    "00000008040000000000000009, 'a frame length of 8 does not fit its message'",
    "ffffffff040000000000000009, 'a frame length of 4294967295 does not fit its message'",
    "000000094b0000000000000009, 'unknown message type 75'",
    "0000000a04000000000000000900, 'STORED: a body of 1 bytes, and it has 0 to 0'",
    "00000009040000000000000000, 'STORED: request id must be 1 to 9223372036854775807, but is 0'",
    "00000009048000000000000000, 'STORED: request id must be 1 to 9223372036854775807, "
        + "but is -9223372036854775808'",
    "0000000b0300000000000000090000, 'GOODBYE: request id 9 where none belongs'",
    "0000000a09000000000000000902, 'DELETED: a flag is 0 or 1, not 2'",
    "0000000d0a000000000000000963000141, 'FAILED: unknown failure code 99'",
    "0000000e0300000000000000000003eda080, 'GOODBYE: a text is not UTF-8'",
    "0000000d0300000000000000000002c080, 'GOODBYE: a text is not UTF-8'",
    "0000000c030000000000000000000241, 'GOODBYE: a field is cut short'",
    "0000000d03000000000000000000014142, 'GOODBYE: 1 bytes too many'",
    "00000009830000000000000000, 'STATUS_RECEIVED: it is not for this side to receive'",
  })
  void whatIsNotAllowedIsRefusedInASentence(String hex, String sentence) {
    assertThatThrownBy(() -> readAll(hex))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    // type, rest of the body after the copy id, what is wrong
    "88, 8000000000000000 00000000, offset",
    "88, 0000000000000000 ffffffff, length",
    "88, 0000000000000000 000ff001, length",
    "89, 7fffffffffffffff 0000000000000001 0001 41 0000, length",
    "89, 0000000000000000 0000000000000001 0001 2f 0000, token",
    "85, fffffffffffffffe 0001 41 0000, size",
    "85, 0000000000000001 0002 2e2e 0000, token",
    "85, 0000000000000001 0002 c3a4 0000, token",
  })
  void numbersAndTokensAreBounded(String type, String rest, String what) {
    String body = type + HEADER + ID + rest.replace(" ", "");
    String frame = "%08x".formatted(body.length() / 2) + body;
    assertThatThrownBy(
            () -> FrameReader.fromManager(ByteBuffer.wrap(HexFormat.of().parseHex(frame))).next())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(what);
  }

  @Test
  void aGreetingInAnotherVersionIsToldApartWhateverFollowsItsVersions() {
    String greeting = "00000012" + "01" + "0000000000000000" + "0004" + "0005";
    String later = greeting + "ff".repeat(0x12 - 13) + "ee".repeat(80);
    String frame = "%08x".formatted(later.length() / 2 - 4) + later.substring(8);
    assertThatThrownBy(() -> readAll(frame))
        .isInstanceOf(VersionMismatchException.class)
        .hasMessage(
            "the node speaks protocol versions 4 to 5, and the manager 2 to 3; upgrade the manager");
  }

  @Test
  void aNodeThatIsTooOldIsToldToBeUpgraded() {
    String greeting = "0000000d" + "01" + "0000000000000000" + "0001" + "0001";
    assertThatThrownBy(() -> readAll(greeting))
        .isInstanceOf(VersionMismatchException.class)
        .hasMessage(
            "the node speaks protocol versions 1 to 1, and the manager 2 to 3; upgrade the node");
  }

  @ParameterizedTest
  @CsvSource({"3, 4, true", "2, 65535, true", "2, 3, false", "2, 2, false"})
  void onlyAGreetingOfALaterVersionMaySayMoreThanIsKnownHere(int oldest, int newest, boolean may)
      throws ProtocolException {
    Hello hello =
        new Hello(
            oldest,
            newest,
            "n",
            UUID.randomUUID(),
            1,
            UUID.randomUUID(),
            Optional.empty(),
            "later",
            new StoreStatus(0, 0, 0, true));
    ByteBuffer known = FrameWriter.pack(List.of(hello));
    ByteBuffer longer = ByteBuffer.allocate(known.limit() + 7).put(known).put(new byte[7]).flip();
    longer.putInt(0, longer.limit() - 4);
    if (may) {
      assertThat(FrameReader.fromNode(longer).next()).isEqualTo(hello);
    } else {
      assertThatThrownBy(() -> FrameReader.fromNode(longer).next())
          .hasMessageContaining("7 bytes too many");
    }
  }

  @Test
  void aMessageOverTheLimitIsRefused() {
    ByteBuffer tooLong = ByteBuffer.allocate(Limits.MAX_MESSAGE_BYTES + 1);
    assertThatThrownBy(() -> FrameReader.fromNode(tooLong)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void theLargestUploadFitsIntoOneMessage() throws ProtocolException {
    byte[] content = new byte[Limits.MAX_CONTENT_BYTES];
    Copy copy =
        new Copy(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "n".repeat(Limits.MAX_NAME_BYTES),
            "t".repeat(Limits.MAX_CONTENT_TYPE_BYTES),
            content.length,
            Sha256.of(content),
            Instant.EPOCH,
            0);
    UploadFile upload = new UploadFile(1, copy, ByteBuffer.wrap(content));
    assertThat(FrameReader.fromManager(FrameWriter.pack(List.of(upload))).next()).isEqualTo(upload);
  }

  @Test
  void moreThanAMessageHoldsIsNotPacked() {
    Content half = new Content(1, ByteBuffer.allocate(Limits.MAX_MESSAGE_BYTES / 2));
    assertThatThrownBy(() -> FrameWriter.pack(List.of(half, half)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("message size");
  }

  private static void readAll(String hex) throws ProtocolException {
    FrameReader<NodeMessage> reader =
        FrameReader.fromNode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    while (reader.hasNext()) {
      reader.next();
    }
  }
}

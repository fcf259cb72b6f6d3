package io.github.dfserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the bytes of every message: a change here breaks nodes and managers that are out there. */
class GoldenBytesTest {
  private static final UUID FILE = UUID.fromString("f1f1f1f1-0000-4000-8000-0000000000f1");
  private static final UUID COPY = UUID.fromString("c0c0c0c0-0000-4000-8000-0000000000c0");
  private static final UUID ONE = UUID.fromString("11111111-1111-1111-1111-111111111111");
  private static final UUID TWO = UUID.fromString("22222222-2222-2222-2222-222222222222");
  private static final UUID THREE = UUID.fromString("33333333-3333-3333-3333-333333333333");
  private static final byte[] CONTENT = {'a', 'b', 'c'};
  private static final Copy ABC =
      new Copy(
          FILE,
          COPY,
          "ä/b",
          "text/x",
          3,
          Sha256.of(CONTENT),
          Instant.ofEpochMilli(0x0102030405L),
          2);
  private static final String ABC_BYTES =
      """
      f1f1f1f1000040008000 0000000000f1  # file id
      c0c0c0c0000040008000 0000000000c0  # copy id
      0004 c3a42f62                      # name
      0006 746578742f78                  # content type
      0000000000000003                   # size
      ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
      0000000102030405                   # created at
      0000000000000002                   # move sequence
      """;

  record Golden(Message message, String hex) {
    byte[] bytes() {
      String digits =
          hex.lines().map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining());
      return HexFormat.of().parseHex(digits);
    }

    @Override
    public String toString() {
      return message.toString();
    }
  }

  static Stream<Golden> golden() {
    return Stream.concat(fromNode(), fromManager());
  }

  static Stream<Golden> fromNode() {
    StoreStatus status = new StoreStatus(0x0a, 0x0b, 0x0c, true);
    return Stream.of(
        new Golden(
            new Hello(2, 2, "n-1", ONE, 7, TWO, Optional.empty(), "sw/1", status),
            """
            0000005a 01 0000000000000000
            0002 0002                        # oldest and newest version
            0003 6e2d31                      # node id
            11111111111111111111111111111111 # instance id
            0000000000000007                 # incarnation
            22222222222222222222222222222222 # process id
            00                               # no cluster id
            0004 73772f31                    # software
            000000000000000a 000000000000000b 000000000000000c 01
            """),
        new Golden(
            new Hello(2, 2, "n-1", ONE, 7, TWO, Optional.of(THREE), "", status),
            """
            00000066 01 0000000000000000
            0002 0002
            0003 6e2d31
            11111111111111111111111111111111
            0000000000000007
            22222222222222222222222222222222
            01 33333333333333333333333333333333
            0000
            000000000000000a 000000000000000b 000000000000000c 01
            """),
        new Golden(
            new Status(new StoreStatus(1, 2, 3, false)),
            """
            00000022 02 0000000000000000
            0000000000000001 0000000000000002 0000000000000003 00
            """),
        new Golden(new Goodbye("bye"), "0000000e 03 0000000000000000 0003 627965"),
        new Golden(new Stored(0x0102030405060708L), "00000009 04 0102030405060708"),
        new Golden(
            new Staged(9, 3, Sha256.of(CONTENT)),
            """
            00000031 05 0000000000000009
            0000000000000003
            ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
            """),
        new Golden(new Discarded(9), "00000009 06 0000000000000009"),
        new Golden(new Content(9, ByteBuffer.wrap(CONTENT)), "0000000c 07 0000000000000009 616263"),
        new Golden(new Sent(9), "00000009 08 0000000000000009"),
        new Golden(new Deleted(9, true), "0000000a 09 0000000000000009 01"),
        new Golden(
            new Failed(9, FailureCode.NO_SPACE, "full"),
            "00000010 0a 0000000000000009 03 0004 66756c6c"),
        new Golden(
            new Copies(9, 0x24, List.of(new Copies.Held(ABC, CopyHealth.INTACT))),
            """
            0000007a 0b 0000000000000009
            0000000000000024 0001            # next, copies
            01
            """
                + ABC_BYTES),
        new Golden(
            new Copies(9, Copies.END, List.of()),
            "00000013 0b 0000000000000009 ffffffffffffffff 0000"),
        new Golden(
            new CopiesFound(9, List.of(CopyHealth.MISSING, CopyHealth.INTACT, CopyHealth.DAMAGED)),
            "0000000c 0c 0000000000000009 000102"),
        new Golden(
            new Tombstones(9, true, List.of(new Tombstones.Tombstone(FILE, 2))),
            """
            00000024 0d 0000000000000009
            01 0001
            f1f1f1f1000040008000 0000000000f1
            0000000000000002
            """),
        new Golden(
            new IntakeSet(9, true, new StoreStatus(1, 2, 3, false), 4),
            """
            00000027 0e 0000000000000009
            01
            0000000000000001 0000000000000002 0000000000000003 00
            00000004
            """),
        new Golden(new ScrubBegun(9), "00000009 0f 0000000000000009"),
        new Golden(
            new ScrubReport(
                true, 1, 2, 3, 4, 5, Optional.of(Instant.ofEpochMilli(6)), Optional.empty()),
            """
            00000042 10 0000000000000000
            01
            0000000000000001 0000000000000002 0000000000000003 0000000000000004 0000000000000005
            0000000000000006 ffffffffffffffff
            """),
        new Golden(
            new Finding(ABC, CopyHealth.DAMAGED), "00000070 11 0000000000000000 02\n" + ABC_BYTES));
  }

  static Stream<Golden> fromManager() {
    return Stream.of(
        new Golden(
            new Welcome(2, ONE, TWO, 0x10000, 0x100, 5, 60),
            """
            0000003b 81 0000000000000000
            0002
            11111111111111111111111111111111 # cluster id
            22222222222222222222222222222222 # manager id
            00010000 00000100 00000005 0000003c
            """),
        new Golden(
            new Refused(RefusalCode.OTHER_INSTANCE, "no"),
            "0000000e 82 0000000000000000 03 0002 6e6f"),
        new Golden(new StatusReceived(), "00000009 83 0000000000000000"),
        new Golden(
            new UploadFile(9, ABC, ByteBuffer.wrap(CONTENT)),
            "00000072 84 0000000000000009\n" + ABC_BYTES + "616263"),
        new Golden(
            new StageFile(9, COPY, StageFile.UNKNOWN_SIZE, "t-_0", "http://m/"),
            """
            00000032 85 0000000000000009
            c0c0c0c0000040008000 0000000000c0
            ffffffffffffffff
            0004 742d5f30
            0009 687474703a2f2f6d2f
            """),
        new Golden(new CommitFile(9, ABC), "0000006f 86 0000000000000009\n" + ABC_BYTES),
        new Golden(
            new DiscardFile(9, COPY),
            "00000019 87 0000000000000009 c0c0c0c0000040008000 0000000000c0"),
        new Golden(
            new DownloadFile(9, COPY, 0x11, 0x12),
            """
            00000025 88 0000000000000009
            c0c0c0c0000040008000 0000000000c0
            0000000000000011 00000012
            """),
        new Golden(
            new SendFile(9, COPY, 0x11, 0x12, "tok", ""),
            """
            00000030 89 0000000000000009
            c0c0c0c0000040008000 0000000000c0
            0000000000000011 0000000000000012
            0003 746f6b
            0000
            """),
        new Golden(
            new DeleteFile(9, COPY, true),
            "0000001a 8a 0000000000000009 c0c0c0c0000040008000 0000000000c0 01"),
        new Golden(
            new ListCopies(9, ListCopies.FROM_START, 1000),
            "00000015 8b 0000000000000009 ffffffffffffffff 000003e8"),
        new Golden(
            new FindCopies(9, List.of(COPY, ONE)),
            """
            00000029 8c 0000000000000009
            c0c0c0c0000040008000 0000000000c0
            11111111111111111111111111111111
            """),
        new Golden(
            new ListTombstones(9, Optional.of(FILE), 10),
            "0000001e 8d 0000000000000009 01 f1f1f1f1000040008000 0000000000f1 0000000a"),
        new Golden(new SetIntake(9, 3, false), "00000012 8e 0000000000000009 0000000000000003 00"),
        new Golden(new Scrub(9), "00000009 8f 0000000000000009"),
        new Golden(
            new Origin(9, "r-1", Optional.empty()),
            "00000010 90 0000000000000009 0003 722d31 0000"),
        new Golden(
            new Origin(
                9, "r-1", Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
            """
            00000047 90 0000000000000009
            0003 722d31
            0037 30302d34626639326633353737623334646136613363653932396430653065343733362d
                 303066303637616130626139303262372d3031
            """));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aMessageHasTheseBytes(Golden golden) {
    byte[] written = bytes(FrameWriter.pack(List.of(golden.message())));
    assertThat(HexFormat.of().formatHex(written))
        .isEqualTo(HexFormat.of().formatHex(golden.bytes()));
    assertThat(FrameWriter.size(golden.message())).isEqualTo(written.length);
  }

  @ParameterizedTest
  @MethodSource("fromNode")
  void aManagerReadsTheseBytes(Golden golden) throws ProtocolException {
    assertThat(FrameReader.fromNode(ByteBuffer.wrap(golden.bytes())).next())
        .isEqualTo(golden.message());
  }

  @ParameterizedTest
  @MethodSource("fromManager")
  void aNodeReadsTheseBytes(Golden golden) throws ProtocolException {
    assertThat(FrameReader.fromManager(ByteBuffer.wrap(golden.bytes())).next())
        .isEqualTo(golden.message());
  }

  @Test
  void everyMessageHasGoldenBytes() {
    Set<MessageType> covered =
        golden().map(golden -> golden.message().type()).collect(Collectors.toSet());
    assertThat(covered).isEqualTo(EnumSet.allOf(MessageType.class));
  }

  @Test
  void theCodesOfFailuresAndRefusalsNeverChange() {
    assertThat(Arrays.stream(FailureCode.values()).map(code -> code.code() + " " + code))
        .containsExactly(
            "1 NOT_FOUND",
            "2 DAMAGED",
            "3 NO_SPACE",
            "4 ALREADY_EXISTS",
            "5 CHECKSUM_MISMATCH",
            "6 TRANSFER_FAILED",
            "7 BUSY",
            "8 STORE_FAILED",
            "9 INVALID");
    assertThat(Arrays.stream(RefusalCode.values()).map(code -> code.code() + " " + code))
        .containsExactly(
            "1 VERSION",
            "2 DUPLICATE_NODE",
            "3 OTHER_INSTANCE",
            "4 OLD_INCARNATION",
            "5 OTHER_CLUSTER",
            "6 INVALID",
            "7 SHUTTING_DOWN",
            "8 AWAITING_REBUILD",
            "9 FORGOTTEN");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}

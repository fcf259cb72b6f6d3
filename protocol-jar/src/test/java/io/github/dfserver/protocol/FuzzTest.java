package io.github.dfserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes, it is a message or a {@link ProtocolException}; seeds make failures repeatable.
 */
class FuzzTest {
  private static final int ROUNDS = 100_000;
  private final Random random = new Random(20_260_102);
  private final List<byte[]> golden =
      GoldenBytesTest.golden().map(GoldenBytesTest.Golden::bytes).toList();

  @Test
  void randomBytesDoNoHarm() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      readAsBothSides(bytes);
    }
  }

  @Test
  void randomBodiesInWellFormedFramesDoNoHarm() {
    MessageType[] types = MessageType.values();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[FrameWriter.HEADER_BYTES + random.nextInt(160)];
      random.nextBytes(bytes);
      ByteBuffer.wrap(bytes)
          .putInt(bytes.length - 4)
          .put((byte) types[random.nextInt(types.length)].code())
          .putLong(random.nextInt(3));
      readAsBothSides(bytes);
    }
  }

  @Test
  void truncatedMessagesAreNeverTakenForWholeOnes() {
    for (byte[] whole : golden) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(readAsBothSides(cut)).as("%d bytes of %d", length, whole.length).isZero();
      }
    }
  }

  @Test
  void truncatedBodiesAreNeverTakenForWholeOnes() {
    for (byte[] whole : golden) {
      int code = Byte.toUnsignedInt(whole[4]);
      // Any length of content is a content, and any number of copies can be asked for.
      boolean open =
          code == MessageType.CONTENT.code()
              || code == MessageType.COPIES_FOUND.code()
              || code == MessageType.FIND_COPIES.code();
      for (int length = FrameWriter.HEADER_BYTES; length < whole.length && !open; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        ByteBuffer.wrap(cut).putInt(0, length - 4);
        assertThat(readAsBothSides(cut)).as("%d bytes of %d", length, whole.length).isZero();
      }
    }
  }

  @Test
  void flippedBitsDoNoHarm() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = golden.get(random.nextInt(golden.size())).clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      readAsBothSides(bytes);
    }
  }

  @Test
  void splicedMessagesDoNoHarm() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] head = golden.get(random.nextInt(golden.size()));
      byte[] tail = golden.get(random.nextInt(golden.size()));
      int cut = random.nextInt(head.length);
      byte[] bytes = Arrays.copyOf(head, cut + tail.length);
      System.arraycopy(tail, 0, bytes, cut, tail.length);
      readAsBothSides(bytes);
    }
  }

  private interface Opening {
    FrameReader<?> open(ByteBuffer message) throws ProtocolException;
  }

  private static int readAsBothSides(byte[] bytes) {
    return read(bytes, FrameReader::fromNode) + read(bytes, FrameReader::fromManager);
  }

  /** Returns how many messages came out; anything but a ProtocolException fails the test. */
  private static int read(byte[] bytes, Opening opening) {
    try {
      return readAll(bytes, opening.open(ByteBuffer.wrap(bytes)));
    } catch (ProtocolException e) {
      if (e.getMessage().isBlank()) {
        throw new AssertionError("a refusal in no words", e);
      }
      return 0;
    }
  }

  private static int readAll(byte[] bytes, FrameReader<?> reader) throws ProtocolException {
    List<Message> messages = new ArrayList<>();
    while (reader.hasNext()) {
      messages.add(reader.next());
    }
    boolean later = // which may have said more than is known here
        messages.stream()
            .anyMatch(m -> m instanceof Hello h && h.maxVersion() > ProtocolVersion.CURRENT);
    if (!later && !FrameWriter.pack(messages).equals(ByteBuffer.wrap(bytes))) {
      throw new AssertionError("written back differently: " + messages);
    }
    return messages.size();
  }
}

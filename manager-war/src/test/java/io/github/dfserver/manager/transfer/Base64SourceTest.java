package io.github.dfserver.manager.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64SourceTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 12_287, 12_288, 12_289, 100_000})
  void encodesWithPaddingAtTheEndOnlyAndKnowsItsLength(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Base64Source source = new Base64Source("<", new BytesSource(ByteBuffer.wrap(content)), ">");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[777];
    int n = source.read(buffer, 0, buffer.length);
    while (n >= 0) {
      out.write(buffer, 0, n);
      n = source.read(buffer, 0, buffer.length);
    }
    assertThat(out.toString(StandardCharsets.US_ASCII))
        .isEqualTo("<" + Base64.getEncoder().encodeToString(content) + ">");
    assertThat(source.length()).isEqualTo(out.size());
  }
}

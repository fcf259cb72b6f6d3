package io.github.dfserver.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private final ByteBuffer buffer = ByteBuffer.allocate(1000);
  private final AnswerReader answer = new AnswerReader();

  AnswerReaderTest() {
    answer.reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
      })
  void anAnswerIsWholeWithItsLastByteAndNotBefore(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (byte b : bytes) {
      assertThat(answer.read(buffer)).as("before the end").isFalse();
      buffer.put(b);
    }

    assertThat(answer.read(buffer)).isTrue();
    assertThat(answer.status()).isIn(200, 204);
    assertThat(answer.close()).isEqualTo(text.contains("close"));
  }

  @Test
  void whereTheBodyBeginsAndHowLongItIsAreTold() throws IOException {
    buffer.put(
        "HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\nhel".getBytes(StandardCharsets.US_ASCII));

    assertThat(answer.readHead(buffer)).isTrue();
    assertThat(answer.headEnd()).isEqualTo(buffer.position() - 3);
    assertThat(answer.contentLength()).isEqualTo(42);
  }

  @Test
  void aBodyOfUnknownLengthIsRefused() {
    buffer.put("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> answer.read(buffer)).isInstanceOf(IOException.class);
  }
}

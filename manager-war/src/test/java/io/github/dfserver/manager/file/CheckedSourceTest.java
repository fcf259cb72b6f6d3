package io.github.dfserver.manager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dfserver.manager.transfer.BytesSource;
import io.github.dfserver.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckedSourceTest {
  private static final byte[] STORED = new byte[1000];

  private final AtomicInteger falsified = new AtomicInteger();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  private void read(byte[] given, int step) throws IOException {
    CheckedSource source =
        new CheckedSource(
            new BytesSource(ByteBuffer.wrap(given)), Sha256.of(STORED), falsified::incrementAndGet);
    byte[] buffer = new byte[2 * step];
    for (int n = source.read(buffer, step, step); n >= 0; n = source.read(buffer, step, step)) {
      read.write(buffer, step, n);
    }
  }

  @Test
  void whatWasStoredIsGiven() throws IOException {
    read(STORED, 7);
    assertThat(read.toByteArray()).isEqualTo(STORED);
    assertThat(falsified).hasValue(0);
  }

  @Test
  void otherBytesAreNotGivenWhole() {
    for (int place : new int[] {0, 500, 999}) {
      byte[] other = STORED.clone();
      other[place] = 1;
      assertThatThrownBy(() -> read(other, 100)).isInstanceOf(IOException.class);
      assertThat(read.size()).isEqualTo(900);
      read.reset();
    }
    assertThat(falsified).hasValue(3);
  }
}

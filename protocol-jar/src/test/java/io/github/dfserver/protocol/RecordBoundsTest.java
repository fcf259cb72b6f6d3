package io.github.dfserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBoundsTest {
  private static final Sha256 EMPTY = Sha256.of(new byte[0]);

  @ParameterizedTest
  @ValueSource(strings = {"100", "a", "A.b_c-9", "...", ".a"})
  void theseAreNodeIds(String text) {
    assertThat(Hello.isNodeId(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "a\n", "%2e"})
  void theseAreNot(String text) {
    assertThat(Hello.isNodeId(text)).isFalse();
  }

  @Test
  void aNodeIdHasAtMost64Characters() {
    assertThat(Hello.isNodeId("n".repeat(64))).isTrue();
    assertThat(Hello.isNodeId("n".repeat(65))).isFalse();
  }

  @Test
  void aNameHas1To1024BytesOfUtf8() {
    assertThat(copy("ä".repeat(512), Instant.EPOCH).name()).hasSize(512);
    assertThatThrownBy(() -> copy("ä".repeat(512) + "a", Instant.EPOCH))
        .hasMessage("name must have 1 to 1024 bytes of UTF-8, but has 1025");
    assertThatThrownBy(() -> copy("", Instant.EPOCH)).hasMessageContaining("has 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud83d", "\ude00\ud83d"})
  void aLoneSurrogateIsNotWritten(String name) {
    assertThatThrownBy(() -> copy(name, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lone surrogate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a=b", "a\nb", "ä", "\"", "\u0663"})
  void theseAreNoIdsOfClientsRequests(String id) {
    assertThatThrownBy(() -> new Origin(1, id, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Origin(1, "a", Optional.of(id)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOriginIsBounded() {
    String trace = "0".repeat(Limits.MAX_TRACE_BYTES);
    String id = "A.b_c-9".repeat(10).substring(0, Limits.MAX_CLIENT_REQUEST_BYTES);
    assertThat(new Origin(1, id, Optional.of(trace)).clientRequest()).isEqualTo(id);
    assertThatThrownBy(() -> new Origin(1, id + "a", Optional.of(trace)))
        .hasMessage("length of the client request must be 1 to 64, but is 65");
    assertThatThrownBy(() -> new Origin(1, id, Optional.of(trace + "0")))
        .hasMessage("length of the traceparent must be 1 to 55, but is 56");
    assertThatThrownBy(() -> new Origin(0, id, Optional.of(trace)))
        .hasMessageContaining("request id");
  }

  @Test
  void creationIsKeptInMilliseconds() {
    Instant exact = Instant.parse("2026-01-02T03:04:05.123456789Z");
    assertThat(copy("a", exact).createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void creationOutsideOfTheseYearsIsRefused(String instant) {
    assertThatThrownBy(() -> copy("a", Instant.parse(instant)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUploadCarriesAsManyBytesAsItsCopySays() {
    assertThatThrownBy(() -> new UploadFile(1, copy("a", Instant.EPOCH), ByteBuffer.allocate(1)))
        .hasMessage("the content has 1 bytes, the copy 0");
  }

  @Test
  void aDigestIsReadAndWrittenInHex() {
    String hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assertThat(EMPTY.hex()).isEqualTo(hex).isEqualTo(EMPTY.toString());
    assertThat(Sha256.fromHex(hex.toUpperCase(Locale.ROOT))).isEqualTo(EMPTY);
    assertThat(Sha256.fromBytes(EMPTY.bytes())).isEqualTo(EMPTY).hasSameHashCodeAs(EMPTY);
    assertThatThrownBy(() -> Sha256.fromHex("00")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void digestsThatDifferInOneBitDiffer() {
    for (int i = 0; i < Sha256.LENGTH * 8; i++) {
      byte[] bytes = EMPTY.bytes();
      bytes[i / 8] ^= (byte) (1 << (i % 8));
      assertThat(Sha256.fromBytes(bytes)).isNotEqualTo(EMPTY);
    }
  }

  private static Copy copy(String name, Instant createdAt) {
    return new Copy(UUID.randomUUID(), UUID.randomUUID(), name, "", 0, EMPTY, createdAt, 0);
  }
}

package io.github.dfserver.manager.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.file.ByteRange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-, 0, 100",
    "bytes=99-, 99, 1",
    "bytes=10-19, 10, 10",
    "bytes=90-1000, 90, 10",
    "bytes=-1, 99, 1",
    "bytes=-1000, 0, 100",
    "bytes=0-99999999999999999999, 0, 100"
  })
  void readsASingleRange(String header, long offset, long length) {
    assertThat(ByteRange.parse(header, 100).part()).contains(new ByteRange(offset, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
  void tellsWhatCannotBeSatisfied(String header) {
    assertThat(ByteRange.parse(header, 100).kind()).isEqualTo(Kind.UNSATISFIABLE);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=", "bytes=5-4", "bytes=a-b", "bytes=-", ""})
  void givesTheWholeFileForAnythingElse(String header) {
    assertThat(ByteRange.parse(header, 100).kind()).isEqualTo(Kind.WHOLE);
  }

  @Test
  void cannotSatisfyARangeOfAnEmptyFile() {
    assertThat(ByteRange.parse("bytes=0-", 0).kind()).isEqualTo(Kind.UNSATISFIABLE);
    assertThat(ByteRange.parse("bytes=-5", 0).kind()).isEqualTo(Kind.UNSATISFIABLE);
  }

  @Test
  void spellsContentRange() {
    assertThat(new ByteRange(10, 5).contentRange(100)).isEqualTo("bytes 10-14/100");
  }
}

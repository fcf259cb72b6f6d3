package io.github.dfserver.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "512B, 512",
    "1k, 1024",
    "1KiB, 1024",
    "1KB, 1000",
    "10 GB, 10000000000",
    "1.5GiB, 1610612736",
    "1.5g, 1610612736",
    "2T, 2199023255552",
    "1PB, 1000000000000000",
    "0.001KB, 1",
    "' 7 ', 7"
  })
  void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "1X", "1 G B", "1,5G", ".5G", "1e3", "9999999999P"})
  void otherTextIsRefusedInWords(String text) {
    assertThatThrownBy(() -> DataSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "1023, 1023 bytes", "1024, 1.0 KiB", "1610612736, 1.5 GiB"})
  void sizesAreWrittenForPeople(long bytes, String text) {
    assertThat(new DataSize(bytes)).hasToString(text);
  }
}

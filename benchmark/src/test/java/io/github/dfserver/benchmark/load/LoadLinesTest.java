package io.github.dfserver.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.benchmark.load.LoadCommand.Kind;
import org.junit.jupiter.api.Test;

class LoadLinesTest {
  @Test
  void aCommandComesOutOfItsLineAsItWentIn() {
    LoadCommand command = new LoadCommand(Kind.PUT, 8000, 16, "/file/x/", 7, 4096, 500, 5000, 0);

    assertThat(LoadCommand.parse(command.line())).isEqualTo(command);
  }

  @Test
  void aResultComesOutOfItsLineAsItWentIn() {
    LoadResult good = new LoadResult(1, 2, 3, 4, 5, 6, 7, "");
    LoadResult bad = new LoadResult(1, 2, 3, 4, 5, 6, 7, "HTTP/1.1 503 x\r\n\r\nno node");

    assertThat(LoadResult.parse(good.line())).isEqualTo(good);
    assertThat(LoadResult.parse(bad.line()).firstError()).isEqualTo("HTTP/1.1 503 x | no node");
  }
}

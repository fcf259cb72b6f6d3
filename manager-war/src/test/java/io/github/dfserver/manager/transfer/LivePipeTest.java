package io.github.dfserver.manager.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.transfer.Pipe.ClientEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a pipe hands on what a server would keep until there is more. */
class LivePipeTest {
  private final StrictOutput output = new StrictOutput();
  private int there;

  private final class Source implements ContentSource {
    private final boolean live;
    private Runnable signal;

    Source(boolean live) {
      this.live = live;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public boolean isLive() {
      return live;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int n = Math.min(there, length);
      there -= n;
      return n;
    }

    @Override
    public void whenReadable(Runnable newSignal) {
      signal = newSignal;
    }
  }

  private Source piped(boolean live) throws Exception {
    Source source = new Source(live);
    Pipe pipe = new Pipe(source, new ResponseBody(output, n -> {}), ClientEnd.SINK, Runnable::run);
    assertThat(pipe.start()).isNotNull();
    there = 10;
    output.takes(true);
    assertThat(output.taken()).hasSize(10);
    return source;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPauseOfALiveSourceHandsOnWhatThereIs(boolean live) throws Exception {
    piped(live);
    assertThat(output.flushes()).isEqualTo(live ? 1 : 0);
  }

  @Test
  void onceIsEnoughWhereNothingHasComeSince() throws Exception {
    Source source = piped(true);
    source.signal.run();
    assertThat(output.flushes()).isEqualTo(1);
    there = 1;
    source.signal.run();
    assertThat(output.flushes()).isEqualTo(2);
  }
}

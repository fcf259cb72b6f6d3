package io.github.dfserver.manager.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;

class LimitedBodyTest {
  private boolean cancelled;

  private LimitedBody body(int limit) {
    LimitedBody body = new LimitedBody(limit);
    body.onSubscribe(
        new Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {
            cancelled = true;
          }
        });
    return body;
  }

  @Test
  void aShortBodyComesWhole() {
    LimitedBody body = body(4);
    body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3, 4})));
    body.onComplete();
    assertThat(body.getBody().toCompletableFuture().join()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aLongOneIsCutOff() {
    LimitedBody body = body(4);
    body.onNext(List.of(ByteBuffer.wrap(new byte[3])));
    body.onNext(List.of(ByteBuffer.wrap(new byte[2])));
    assertThat(cancelled).isTrue();
    assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
  }
}

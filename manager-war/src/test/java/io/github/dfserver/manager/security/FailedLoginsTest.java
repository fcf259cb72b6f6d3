package io.github.dfserver.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private final AtomicLong now = new AtomicLong();
  private final FailedLogins failed = new FailedLogins(now::get);

  @Test
  void whoFailsOftenWaitsUntilTheMinuteIsOver() {
    for (int i = 0; i < FailedLogins.MOST; i++) {
      assertThat(failed.areTooMany("192.0.2.1")).isFalse();
      failed.add("192.0.2.1");
    }
    assertThat(failed.areTooMany("192.0.2.1")).isTrue();
    assertThat(failed.areTooMany("192.0.2.2")).isFalse();
    now.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(failed.areTooMany("192.0.2.1")).isFalse();
    failed.add("192.0.2.1");
    assertThat(failed.areTooMany("192.0.2.1")).isFalse();
  }
}

package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Tells of the balance when it has changed, once a second at most: of moves the one manager that
 * moves files, of pauses each one. Looks at memory only.
 */
@ApplicationScoped
public class BalanceWatch {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private boolean paused;
  private BalanceStatus last;

  @Inject private Rebalancer rebalancer;
  @Inject private Cluster cluster;
  @Inject private Events events;
  @Inject private Housekeeping housekeeping;

  /** Tells from now on. */
  public void start() {
    paused = cluster.state().movesPaused();
    housekeeping.every(PERIOD, "tell of the balance", this::look);
  }

  private void look() {
    boolean nowPaused = cluster.state().movesPaused();
    if (nowPaused != paused) {
      paused = nowPaused;
      events.publish(Event.named(nowPaused ? "balance-paused" : "balance-resumed"));
    }
    if (rebalancer.moving()) {
      BalanceStatus now =
          BalanceStatus.of(
              rebalancer.planNow(), rebalancer.inFlight(), nowPaused, rebalancer::secondsFor);
      if (!now.equals(last)) {
        last = now;
        events.publish(now.event());
      }
    }
  }
}

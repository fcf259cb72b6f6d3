package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.transfer.StallWatch;
import io.github.dfserver.manager.work.ClientTraffic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How much may move at a time; less while clients are there, to whom moves give way. */
@ApplicationScoped
public class MoveLimits {
  /** Requests a second from which on clients count as being there. */
  private static final double FEW = 5;

  /** Moves at a time while clients are there are so many times fewer. */
  private static final int YIELD = 8;

  /** What uploads and deletes do to the spread by themselves does not move files. */
  private static final long BUSY_TRIGGER = 16;

  private volatile boolean asked;
  private volatile boolean changing;
  private long requests;
  private long changes;
  private long looked = System.nanoTime();

  @Inject private ClientTraffic traffic;
  @Inject private Placement placement;
  @Inject private StallWatch stallWatch;
  @Inject private ManagerConfiguration configuration;

  /**
   * Looks at what clients do; called by one thread, every now and then.
   *
   * @param ownTransfers transfers that are moves
   */
  void look(int ownTransfers) {
    long now = System.nanoTime();
    double seconds = (now - looked) / 1e9;
    long nowRequests = traffic.requests();
    long nowChanges = placement.changes();
    asked = nowRequests - requests > FEW * seconds || stallWatch.watching() > ownTransfers;
    changing = nowChanges - changes > FEW * seconds;
    requests = nowRequests;
    changes = nowChanges;
    looked = now;
  }

  /** Moves at a time. */
  int atATime() {
    return limit(configuration.moveConcurrency());
  }

  /** Moves at a time from or to one node. */
  int perNode() {
    return limit(configuration.moveConcurrencyPerNode());
  }

  private int limit(int configured) {
    return asked ? Math.max(1, configured / YIELD) : configured;
  }

  /** The least spread that makes files move. */
  long trigger() {
    return changing ? BUSY_TRIGGER : 2;
  }
}

package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.catalog.NodeUsage;
import io.github.dfserver.manager.cluster.Cluster;
import io.github.dfserver.manager.work.Await;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells how even the nodes are, and stops and resumes moves. */
@Path("balance")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BalanceResource {
  /** Longer than any lease. */
  private static final Duration ANY_LEASE = Duration.ofDays(1);

  private static final int MOST_MOVES = 10_000;

  @Inject private Catalog catalog;
  @Inject private Cluster cluster;
  @Inject private Placement placement;
  @Inject private Rebalancer rebalancer;

  /** How even the nodes are now. */
  @GET
  public byte[] balance() {
    Map<String, NodeUsage> usage = Await.result(catalog.files().usage());
    BalancePlan now =
        rebalancer.plan(
            placement.loads().stream()
                .map(load -> load.holding(usage.getOrDefault(load.id(), NodeUsage.NONE)))
                .toList());
    long inFlight = rebalancer.moving() ? rebalancer.inFlight() : movesOfOthers();
    return BalanceStatus.of(now, inFlight, cluster.state().movesPaused(), rebalancer::secondsFor)
        .json();
  }

  private long movesOfOthers() {
    List<FileRecord> records =
        Await.result(catalog.files().unsettled(Instant.now().plus(ANY_LEASE), MOST_MOVES));
    return records.stream()
        .filter(record -> record.move().filter(move -> move.term() != Move.RESTORE).isPresent())
        .count();
  }

  /** Stops moves; those under way are finished. */
  @POST
  @Path("pause")
  public byte[] pause() {
    return paused(true);
  }

  /** Resumes moves. */
  @DELETE
  @Path("pause")
  public byte[] resume() {
    return paused(false);
  }

  private byte[] paused(boolean paused) {
    Await.result(
        cluster.update(
            state -> state.movesPaused() == paused ? state : state.withMovesPaused(paused)));
    return balance();
  }
}

package io.github.dfserver.manager.node;

import io.github.dfserver.manager.catalog.ManagerRecord;
import io.github.dfserver.manager.cluster.Managers;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.node.StorageNode.Connected;
import io.github.dfserver.manager.node.StorageNode.Elsewhere;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.protocol.Hello;
import io.github.dfserver.protocol.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out whether another process of a node is alive, here or at another manager. A node that
 * waits for its welcome is patient for 20 s; this takes a little more than half of that at most.
 */
@ApplicationScoped
public class NodeRivals {
  private static final Duration LOOK = Duration.ofSeconds(2);

  @Inject private NodeRegistry registry;
  @Inject private Managers managers;
  @Inject private Relay relay;
  @Inject private ManagerConfiguration configuration;
  @Inject private Housekeeping housekeeping;

  /** Why the node cannot be let in now: another process lives, or may live; else empty. */
  CompletionStage<Optional<Refused>> against(Hello hello) {
    CompletionStage<Optional<Refused>> here = here(hello);
    return managers
        .read()
        .thenCompose(others -> elsewhere(hello, others))
        .thenCombine(here, (there, own) -> own.or(() -> there));
  }

  /**
   * A connection of the same process is no rival. One of another process is, unless it stays silent
   * for two heartbeats.
   */
  private CompletionStage<Optional<Refused>> here(Hello hello) {
    Optional<Connected> present =
        registry
            .find(hello.nodeId())
            .flatMap(StorageNode::connection)
            .filter(connected -> !connected.processId().equals(hello.processId()));
    if (present.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    NodeChannel old = present.get().channel();
    long asked = System.nanoTime();
    CompletableFuture<Optional<Refused>> verdict = new CompletableFuture<>();
    housekeeping.after(
        patience(),
        "see whether an older connection is alive",
        () ->
            verdict.complete(
                old.closed() || old.lastHeard() - asked < 0
                    ? Optional.empty()
                    : Optional.of(NodeRefusals.duplicate(hello.nodeId()))));
    return verdict;
  }

  private Duration patience() {
    return configuration.heartbeat().multipliedBy(2);
  }

  private CompletionStage<Optional<Refused>> elsewhere(Hello hello, List<ManagerRecord> others) {
    CompletionStage<Optional<Refused>> verdict = CompletableFuture.completedStage(Optional.empty());
    for (Elsewhere rival : rivals(hello, others)) {
      CompletionStage<Optional<Refused>> next = elsewhere(hello, rival);
      verdict = verdict.thenCombine(next, (first, second) -> first.or(() -> second));
    }
    return verdict;
  }

  private static List<Elsewhere> rivals(Hello hello, List<ManagerRecord> managers) {
    return managers.stream()
        .flatMap(
            manager ->
                manager.nodes().stream()
                    .filter(there -> there.node().equals(hello.nodeId()))
                    .filter(there -> !there.processId().equals(hello.processId()))
                    .map(there -> new Elsewhere(manager.id(), manager.url(), there, Instant.now())))
        .toList();
  }

  /** The other manager has the rival say something; where that fails, its announcement decides. */
  private CompletionStage<Optional<Refused>> elsewhere(Hello hello, Elsewhere rival) {
    long asked = System.nanoTime();
    return relay
        .isAlive(hello.nodeId(), rival, patience())
        .thenCompose(
            alive ->
                alive
                    .map(
                        known ->
                            CompletableFuture.completedStage(
                                known
                                    ? Optional.of(NodeRefusals.duplicate(hello.nodeId()))
                                    : Optional.<Refused>empty()))
                    .orElseGet(() -> untilGone(hello, rival, asked)));
  }

  /** An announcement that still counts after so long was made after it was asked for. */
  private CompletionStage<Optional<Refused>> untilGone(Hello hello, Elsewhere rival, long asked) {
    boolean last = System.nanoTime() - asked > Managers.COUNTS.toNanos();
    return managers
        .read()
        .thenCompose(
            others -> {
              boolean gone =
                  rivals(hello, others).stream()
                      .noneMatch(there -> there.manager().equals(rival.manager()));
              if (gone) {
                return CompletableFuture.completedStage(Optional.empty());
              }
              if (last) {
                return CompletableFuture.completedStage(
                    Optional.of(
                        NodeRefusals.tryAgain(
                            "a node with the id "
                                + hello.nodeId()
                                + " is online at another manager, which cannot be reached")));
              }
              CompletableFuture<Optional<Refused>> later = new CompletableFuture<>();
              housekeeping.after(
                  LOOK,
                  "see whether a manager is still there",
                  () ->
                      untilGone(hello, rival, asked)
                          .whenComplete(
                              (verdict, failure) -> {
                                if (failure == null) {
                                  later.complete(verdict);
                                } else {
                                  later.completeExceptionally(failure);
                                }
                              }));
              return later;
            });
  }
}

package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.event.Event;
import io.github.dfserver.manager.event.EventGroup;
import io.github.dfserver.manager.event.Events;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.work.Workers;
import io.github.dfserver.protocol.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Single copies that a read, a move or a scrub has met in a bad state, or well again: each has its
 * {@link SecondLook} soon. What does not fit is left to the next pass over the node. Thread-safe.
 */
@ApplicationScoped
public class Suspicions {
  private static final Logger LOG = System.getLogger(Suspicions.class.getName());
  private static final int MOST = 4096;

  /** Which copy of which node, by copy id: however often it is met, it is looked at once. */
  private record Entry(String node, Suspect suspect) {}

  private final ConcurrentMap<UUID, Entry> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  @Inject private Catalog catalog;
  @Inject private NodeRegistry registry;
  @Inject private ManagerConfiguration configuration;
  @Inject private Workers workers;
  @Inject private Events events;

  /** Hears from the nodes from now on. */
  public void start() {
    registry.onFinding(this::found);
  }

  private void found(String node, Finding finding) {
    events.publish(
        EventGroup.FINDINGS,
        "found",
        () ->
            Event.named("scrub-finding")
                .with("node", node)
                .with("filename", finding.copy().name())
                .with("finding", finding.health().name().toLowerCase(Locale.ROOT)));
    add(node, Suspect.of(finding.copy()));
  }

  /** The home of a file could not be read: its node said that it is damaged or not there. */
  public void unreadable(FileRecord file) {
    add(file.node(), Suspect.of(file));
  }

  private void add(String node, Suspect suspect) {
    if (waiting.size() >= MOST) {
      return;
    }
    waiting.put(suspect.copyId(), new Entry(node, suspect));
    look();
  }

  private void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.background().execute(this::drain);
    } catch (RejectedExecutionException e) {
      looking.set(false);
      LOG.log(Level.DEBUG, "Nobody can look at what was met", e);
    }
  }

  private void drain() {
    while (true) {
      try {
        while (!waiting.isEmpty()) {
          settleSome();
        }
      } finally {
        looking.set(false);
      }
      // What was added just before that flag fell has started nobody.
      if (waiting.isEmpty() || !looking.compareAndSet(false, true)) {
        return;
      }
    }
  }

  /** Takes what waits for one node. */
  private void settleSome() {
    Optional<Entry> first = waiting.values().stream().findAny();
    if (first.isEmpty()) {
      return;
    }
    String node = first.get().node();
    List<Suspect> suspects = new ArrayList<>();
    for (Entry entry : waiting.values()) {
      boolean fits = suspects.size() < NodeInventory.PAGE && entry.node().equals(node);
      if (fits && waiting.remove(entry.suspect().copyId(), entry)) {
        suspects.add(entry.suspect());
      }
    }
    Optional<NodeLink> link = registry.channel(node);
    if (link.isEmpty()) {
      return;
    }
    try {
      new SecondLook(catalog, new NodeInventory(node, link.get(), configuration.commandTimeout()))
          .settle(suspects);
    } catch (RuntimeException e) {
      LOG.log(
          Level.INFO,
          "{0} copies of node {1} could not be looked at: {2}",
          suspects.size(),
          node,
          e);
    }
  }
}

package io.github.dfserver.manager.drain;

import io.github.dfserver.manager.catalog.NodeRecord;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.protocol.IntakeSet;
import io.github.dfserver.protocol.SetIntake;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tells nodes whether they take new copies. Thread-safe; nothing here blocks. */
@ApplicationScoped
public class Intake {
  private static final Logger LOG = System.getLogger(Intake.class.getName());

  @Inject private NodeRegistry registry;

  /** Tells a node what its record says, where it can be told now. */
  void set(NodeRecord record) {
    Optional<NodeLink> link = registry.channel(record.id());
    if (link.isPresent()) {
      ask(link.get(), record)
          .whenComplete(
              (answer, failure) -> {
                if (failure != null) {
                  LOG.log(
                      Level.WARNING,
                      "Node {0} did not say whether it takes new files: {1}",
                      record.id(),
                      failure);
                }
              });
    }
  }

  /** Tells a node what its record says; its answer comes when that is in force. */
  public static CompletionStage<IntakeSet> ask(NodeLink link, NodeRecord record) {
    return link.ask(
        IntakeSet.class, id -> new SetIntake(id, record.revision(), !record.draining()));
  }
}

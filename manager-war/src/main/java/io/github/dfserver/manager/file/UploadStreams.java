package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.copy.HeldRecords;
import io.github.dfserver.manager.copy.Settlement;
import io.github.dfserver.manager.node.NodeLink;
import io.github.dfserver.manager.node.NodeRegistry;
import io.github.dfserver.manager.node.NodeTransfers;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.manager.transfer.ContentSource;
import io.github.dfserver.manager.work.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Has uploads of which the bytes are still on their way stored. Thread-safe. */
@ApplicationScoped
public class UploadStreams {
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  @Inject private HeldRecords held;
  @Inject private NodeRegistry registry;
  @Inject private NodeTransfers transfers;
  @Inject private Settlement settlement;
  @Inject private Housekeeping housekeeping;

  /**
   * Pipes a body to the node of a PENDING record and has it committed there.
   *
   * @return the record as it is then, still PENDING; exceptionally after the upload was abandoned
   */
  CompletionStage<StoredUpload> store(
      FileRecord pending, UploadRequest request, ContentSource source) {
    return new UploadStream(this, pending, held.hold(pending), request, source).run();
  }

  Optional<NodeLink> channel(String node, RequestOrigin origin) {
    return registry.channel(node, Optional.of(origin));
  }

  NodeTransfers transfers() {
    return transfers;
  }

  Settlement settlement() {
    return settlement;
  }

  /** Runs something when a node has had a moment to say what happened. */
  void soon(Runnable task) {
    housekeeping.after(A_MOMENT, "a node's word is due", task);
  }
}

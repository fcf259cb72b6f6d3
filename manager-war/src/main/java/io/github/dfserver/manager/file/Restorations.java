package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.Move;
import io.github.dfserver.manager.copy.Settlement;
import io.github.dfserver.manager.error.Problem;
import io.github.dfserver.manager.error.ProblemException;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.protocol.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Puts the bytes of damaged and missing files back when they are uploaded again: the file moves, so
 * to speak, from the client to a node, and stays the same file. Thread-safe; nothing here blocks.
 */
@ApplicationScoped
public class Restorations {
  private static final Logger LOG = System.getLogger(Restorations.class.getName());

  @Inject private Catalog catalog;
  @Inject private Settlement settlement;
  @Inject private ManagerIdentity identity;

  /**
   * Begins to restore a file that has the name of an upload.
   *
   * @param taken the record that has the name
   * @param node where the new copy goes
   * @param content of the upload, where it is known already
   * @return the record, moving; exceptionally a {@link ProblemException}, code 3, when the file is
   *     well, or the bytes are known to be others
   */
  CompletionStage<FileRecord> begin(
      FileRecord taken, String node, UploadRequest request, Optional<FileContent> content) {
    if (!taken.settled() || taken.health() == Health.INTACT || !mayBe(taken, request, content)) {
      throw new ProblemException(Problem.fileNameExists(taken));
    }
    FileRecord moving =
        taken.moving(
            new Move(CopyPlace.on(node), Move.RESTORE, false),
            identity.managerId(),
            settlement.lease());
    return catalog
        .files()
        .replace(taken, moving)
        .thenApply(
            begun -> {
              if (!begun) {
                throw new ProblemException(Problem.fileNameExists(taken));
              }
              return moving;
            });
  }

  private static boolean mayBe(
      FileRecord file, UploadRequest request, Optional<FileContent> content) {
    FileContent lost = file.content().orElseThrow();
    Optional<Sha256> promised = request.promised();
    return content.filter(known -> !known.equals(lost)).isEmpty()
        && promised.filter(sha256 -> !sha256.equals(lost.sha256())).isEmpty();
  }

  /** What was stored may have been a restored file: then its old copy goes. */
  void ended(FileRecord live) {
    if (live.previous().isEmpty()) {
      return;
    }
    LOG.log(Level.INFO, "''{0}'' was restored on node {1}", live.name(), live.node());
    settlement
        .tidy(live)
        .whenComplete(
            (tidied, failure) -> {
              if (failure != null) {
                LOG.log(
                    Level.WARNING,
                    "The old copy of ''{0}'' is left to the sweeper: {1}",
                    live.name(),
                    failure);
              }
            });
  }
}

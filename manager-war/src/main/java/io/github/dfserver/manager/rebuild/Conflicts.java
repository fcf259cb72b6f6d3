package io.github.dfserver.manager.rebuild;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Stray;
import io.github.dfserver.manager.catalog.StrayCatalog;
import io.github.dfserver.protocol.Copy;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Names that more than one file claims. What is noted are their copies, which are kept. */
record Conflicts(StrayCatalog strays) {
  /** Whether a copy of another file was left without this name. */
  CompletionStage<Boolean> claimedByOther(Copy copy) {
    return strays
        .conflicts(Optional.of(copy.name()))
        .thenApply(
            noted -> noted.stream().anyMatch(one -> !one.copy().fileId().equals(copy.fileId())));
  }

  /** Whether a conflict about a name is noted. */
  CompletionStage<Boolean> known(String name) {
    return strays.conflicts(Optional.of(name)).thenApply(noted -> !noted.isEmpty());
  }

  /** Notes a copy that does not get its name. */
  CompletionStage<Void> note(String node, Copy copy) {
    return strays.put(new Stray(node, copy, Stray.Reason.CONFLICT, Instant.now()));
  }

  /** Notes the home of a file that loses its name. */
  CompletionStage<Void> note(FileRecord file) {
    FileContent content = file.content().orElseThrow();
    return note(
        file.node(),
        new Copy(
            file.fileId(),
            file.copyId(),
            file.name(),
            file.contentType(),
            content.size(),
            content.sha256(),
            file.createdAt(),
            file.moveSequence()));
  }
}

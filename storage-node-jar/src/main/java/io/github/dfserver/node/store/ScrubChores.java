package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import io.github.dfserver.protocol.Finding;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;

/**
 * What the scrub's thread does beside reading: tells findings, writes down which copies are unwell,
 * and checks the copies that a read asked for.
 */
final class ScrubChores {
  private static final Logger LOG = System.getLogger(CopyStore.class.getName());

  private final Parts parts;
  private final ScrubFiles files;
  private final CopyCheck check;
  private final ScrubCalls calls;
  private long written;

  ScrubChores(Parts parts, ScrubFiles files, CopyCheck check, ScrubCalls calls) {
    this.parts = parts;
    this.files = files;
    this.check = check;
    this.calls = calls;
    this.written = parts.unwell().version();
  }

  void perform() throws IOException, StoreException {
    UUID asked = calls.takeAsked();
    tell();
    while (asked != null && !calls.isStopped()) {
      IndexEntry entry = parts.index().get(asked);
      if (entry != null) {
        check.check(asked, entry, (file, bytes) -> !calls.isStopped());
      }
      tell();
      asked = calls.takeAsked();
    }
    write();
  }

  private void tell() throws IOException {
    Unwell.Change change = parts.unwell().nextUntold();
    while (change != null) {
      tell(change);
      change = parts.unwell().nextUntold();
    }
  }

  private void tell(Unwell.Change change) throws IOException {
    IndexEntry entry = parts.index().get(change.copyId());
    if (entry == null) {
      return;
    }
    Optional<Copy> copy = parts.metadata().find(entry, change.copyId());
    LOG.log(
        Level.WARNING,
        "Copy {0} ({1}) is {2}",
        change.copyId(),
        copy.map(Copy::name).orElse("of which the metadata is gone"),
        change.health());
    copy.ifPresent(known -> calls.listener().found(new Finding(known, change.health())));
  }

  private void write() {
    long version = parts.unwell().version();
    if (version != written) {
      written = version;
      try {
        files.write(parts.unwell().snapshot());
      } catch (IOException | StoreException e) {
        LOG.log(Level.WARNING, "Which copies are damaged could not be written down", e);
      }
    }
  }
}

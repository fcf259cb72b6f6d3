package io.github.dfserver.node.store;

import io.github.dfserver.journal.Journal;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** All that {@link Opening} opened. */
record OpenStore(
    Parts parts,
    IdentityFile identityFile,
    NodeIdentity identity,
    Checkpoint checkpoint,
    Workers workers,
    Journal journal,
    IndexFile indexFile,
    RootLock lock)
    implements Closeable {

  /** Tidies up when everything is durable. */
  void settle() throws IOException {
    parts.staging().sweep();
  }

  /** Lets everything go, whatever state it is in. */
  @Override
  public void close() throws IOException {
    IOException problem = null;
    for (Closeable resource :
        List.<Closeable>of(journal::close, workers, indexFile, parts.disk(), lock)) {
      try {
        resource.close();
      } catch (IOException e) {
        if (problem == null) {
          problem = e;
        } else {
          problem.addSuppressed(e);
        }
      }
    }
    if (problem != null) {
      throw problem;
    }
  }
}

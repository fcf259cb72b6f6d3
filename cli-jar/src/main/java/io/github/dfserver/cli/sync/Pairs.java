package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.LocalFile;
import io.github.dfserver.cli.local.Names;
import io.github.dfserver.client.StoredFile;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What has the same name on both sides, out of two lists that are sorted by their names' UTF-8
 * bytes; of neither more than one item is held. For one thread.
 */
final class Pairs implements Iterator<Pairs.Pair> {
  /**
   * One name.
   *
   * @param name relative
   * @param local null where there is no local file
   * @param remote null where there is none on the server
   */
  record Pair(String name, LocalFile local, StoredFile remote) {}

  private final Iterator<LocalFile> locals;
  private final Iterator<StoredFile> remotes;
  private final int cut;
  private LocalFile local;
  private StoredFile remote;

  /**
   * Both sides.
   *
   * @param prefix what the server's names begin with, and the local ones do not
   */
  Pairs(Iterator<LocalFile> locals, Iterator<StoredFile> remotes, String prefix) {
    this.locals = locals;
    this.remotes = remotes;
    this.cut = prefix.length();
    nextLocal();
    nextRemote();
  }

  private void nextLocal() {
    local = locals.hasNext() ? locals.next() : null;
  }

  private void nextRemote() {
    remote = remotes.hasNext() ? remotes.next() : null;
  }

  @Override
  public boolean hasNext() {
    return local != null || remote != null;
  }

  @Override
  public Pair next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String there = remote == null ? null : remote.name().substring(cut);
    int order = local == null ? 1 : remote == null ? -1 : Names.ORDER.compare(local.name(), there);
    Pair pair =
        new Pair(
            order <= 0 ? local.name() : there,
            order <= 0 ? local : null,
            order >= 0 ? remote : null);
    if (order <= 0) {
      nextLocal();
    }
    if (order >= 0) {
      nextRemote();
    }
    return pair;
  }
}

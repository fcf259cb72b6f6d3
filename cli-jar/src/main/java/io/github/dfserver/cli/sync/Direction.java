package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.sync.Pairs.Pair;
import java.util.concurrent.CompletableFuture;

/** Which side is made equal to the other. */
interface Direction {
  /**
   * There is a local file only.
   *
   * @param sha256 of the local file; null where it is not known
   * @return becomes that SHA-256; null where it was not needed
   */
  CompletableFuture<String> onlyLocal(Pair pair, String sha256);

  /** There is a file on the server only. */
  void onlyRemote(Pair pair);

  /** There are both, with other content; on a thread that may take its time. */
  void different(Pair pair) throws Exception;
}

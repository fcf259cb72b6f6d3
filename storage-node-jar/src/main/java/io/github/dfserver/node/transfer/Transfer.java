package io.github.dfserver.node.transfer;

import java.util.concurrent.CompletionStage;

/** A transfer under way. Safe for any thread. */
public interface Transfer {
  /**
   * Completes with the bytes transferred once the transfer has come to its proper end, and
   * exceptionally otherwise: with what the sink threw, or with a {@link TransferException}. From
   * then on sink and file are not touched any more. Completes on a thread that serves other
   * transfers too: what follows must not block it.
   */
  CompletionStage<Long> done();

  /** Ends the transfer, if it has not ended, as a failure; does not wait for that. */
  void cancel();
}

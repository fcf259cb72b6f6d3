package io.github.dfserver.node.channel;

import io.github.dfserver.node.store.StoreException;
import io.github.dfserver.node.transfer.TransferException;
import io.github.dfserver.protocol.Command;
import io.github.dfserver.protocol.Failed;
import io.github.dfserver.protocol.FailureCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/** Turns what went wrong into the answer that says so. */
final class Failures {
  private static final Logger LOG = System.getLogger(Failures.class.getName());
  private static final int MAX_CHARACTERS = 600; // at most 1,800 bytes of UTF-8

  private Failures() {}

  static Failed answer(Received<?> received, Throwable failure) {
    Command command = received.command();
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof StoreException refused) {
      if (refused.code() == FailureCode.STORE_FAILED || refused.code() == FailureCode.DAMAGED) {
        LOG.log(Level.WARNING, "{0}: {1}", received.about(), cause);
      }
      return failed(command, refused.code(), cause.getMessage());
    }
    if (cause instanceof TransferException) {
      return failed(command, FailureCode.TRANSFER_FAILED, cause.getMessage());
    }
    LOG.log(Level.ERROR, () -> received.about() + " failed", cause);
    return failed(command, FailureCode.STORE_FAILED, "an error inside the node: " + cause);
  }

  static Failed failed(Command command, FailureCode code, String detail) {
    String text = detail == null ? "" : detail;
    String cut = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    // A round trip replaces lone surrogates, which the protocol does not carry.
    String clean = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return new Failed(command.requestId(), code, clean);
  }
}

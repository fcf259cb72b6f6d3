package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Finding;
import io.github.dfserver.protocol.ScrubReport;

/** Is told what a store finds out by itself, by one thread at a time, which it must not hold up. */
public interface StoreListener {
  /** A copy has become damaged or lost its file, or is well again. */
  void found(Finding finding);

  /** A pass over all copies has begun or ended. */
  void scrubbed(ScrubReport report);
}

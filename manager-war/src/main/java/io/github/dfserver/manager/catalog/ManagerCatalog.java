package io.github.dfserver.manager.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The managers that are up, and what only one of them may do at a time. Time is the catalogue's: no
 * manager's clock is compared with another's. Thread-safe; stages complete like those of {@link
 * FileCatalog}.
 */
public interface ManagerCatalog {

  /** States that a manager is up, for so long from now, in place of what it stated before. */
  CompletionStage<Void> announce(ManagerRecord manager, Duration duration);

  /** A manager is stopping: what it announced counts no longer, and its leases end. */
  CompletionStage<Void> leave(UUID manager);

  /** The managers whose announcements still count, in no order. */
  CompletionStage<List<ManagerRecord>> present();

  /**
   * Takes a lease, or prolongs the one that the holder has, atomically among all managers.
   *
   * @param name what the lease is for
   * @param holder who wants it
   * @param duration from now on
   * @return the lease if the holder has it now; empty while another one has it
   */
  CompletionStage<Optional<Lease>> acquire(String name, UUID holder, Duration duration);
}

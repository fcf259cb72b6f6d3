package io.github.dfserver.manager.copy;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.config.ManagerConfiguration;
import io.github.dfserver.manager.work.Housekeeping;
import io.github.dfserver.manager.work.ManagerIdentity;
import io.github.dfserver.manager.work.Workers;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the records of this manager's uploads and moves from being taken for abandoned, however
 * long those take. Thread-safe.
 */
@ApplicationScoped
public class HeldRecords {
  private final Map<UUID, HeldRecord> held = new ConcurrentHashMap<>();

  @Inject private Catalog catalog;
  @Inject private Settlement settlement;
  @Inject private ManagerConfiguration configuration;
  @Inject private ManagerIdentity identity;
  @Inject private Housekeeping housekeeping;
  @Inject private Workers workers;

  @PostConstruct
  void start() {
    housekeeping.every(
        configuration.lease().dividedBy(3), "renew the leases of uploads and moves", this::renew);
  }

  /**
   * Renews the lease of a record from now on, until it is released.
   *
   * @param written the record with this manager as its owner, as the catalogue has it
   */
  public HeldRecord hold(FileRecord written) {
    UUID hold = UUID.randomUUID();
    HeldRecord record = new HeldRecord(catalog.files(), written, () -> held.remove(hold));
    held.put(hold, record);
    return record;
  }

  private void renew() {
    if (!held.isEmpty()) {
      Instant until = settlement.lease();
      workers
          .blocking()
          .execute(
              () -> held.values().forEach(record -> record.renew(identity.managerId(), until)));
    }
  }
}

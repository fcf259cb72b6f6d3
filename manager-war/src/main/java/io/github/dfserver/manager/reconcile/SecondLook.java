package io.github.dfserver.manager.reconcile;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.CopyPlace;
import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.FileState;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.node.NodeInventory;
import io.github.dfserver.manager.work.Await;
import io.github.dfserver.protocol.CopyHealth;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks at records and copies once more before a record says that its file is damaged, missing or
 * well again. First the record is read, then the node is asked, then the record is changed if it is
 * still the same revision: so a file that moved, was deleted or was restored meanwhile is left
 * alone.
 */
final class SecondLook {
  private static final Logger LOG = System.getLogger(SecondLook.class.getName());

  /** What is to be said of a file's bytes. */
  private record Finding(FileRecord record, Health health) {}

  private final Catalog catalog;
  private final NodeInventory node;

  SecondLook(Catalog catalog, NodeInventory node) {
    this.catalog = catalog;
    this.node = node;
  }

  /** Settles what is known of these; {@link NodeInventory#PAGE} of them at most. */
  void settle(List<Suspect> suspects) {
    if (suspects.isEmpty()) {
      return;
    }
    Map<String, FileRecord> records =
        Await.result(catalog.files().findAll(suspects.stream().map(Suspect::name).toList()));
    List<Suspect> homes =
        suspects.stream().filter(one -> isHome(one, records.get(one.name()))).toList();
    if (homes.isEmpty()) {
      return;
    }
    List<CopyHealth> health = node.find(homes.stream().map(Suspect::copyId).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < homes.size(); i++) {
      FileRecord record = records.get(homes.get(i).name());
      Health known = known(homes.get(i), record, health.get(i));
      if (known != record.health()) {
        findings.add(new Finding(record, known));
      }
    }
    List<Boolean> changed =
        Await.each(
            findings,
            one -> catalog.files().replace(one.record(), one.record().withHealth(one.health())));
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i)) {
        tell(findings.get(i));
      }
    }
  }

  /** Whoever moves or restores a file finds out about its bytes himself. */
  private boolean isHome(Suspect suspect, FileRecord record) {
    return record != null
        && record.state() == FileState.LIVE
        && record.move().isEmpty()
        && record.home().equals(new CopyPlace(node.node(), suspect.copyId()));
  }

  private static Health known(Suspect suspect, FileRecord record, CopyHealth health) {
    if (health != CopyHealth.INTACT) {
      return Health.of(health);
    }
    if (suspect.contradicts(record)) {
      return Health.DAMAGED;
    }
    // Only what the node keeps beside the bytes shows that they are the right ones.
    return suspect.metadata().isPresent() ? Health.INTACT : record.health();
  }

  private void tell(Finding finding) {
    FileRecord record = finding.record();
    if (finding.health() == Health.INTACT) {
      LOG.log(Level.INFO, "{0} on node {1} is well again", record.name(), node.node());
      return;
    }
    LOG.log(
        Level.WARNING,
        "The bytes of {0} (copy {1}) on node {2} are {3}; upload the same bytes under this name to"
            + " restore the file",
        record.name(),
        record.copyId(),
        node.node(),
        finding.health() == Health.MISSING ? "missing" : "damaged");
  }
}

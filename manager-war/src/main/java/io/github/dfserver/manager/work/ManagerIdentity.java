package io.github.dfserver.manager.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Tells one start of one manager from every other. */
@ApplicationScoped
public class ManagerIdentity {
  private final UUID id = UUID.randomUUID();

  /** Drawn anew at each start. */
  public UUID managerId() {
    return id;
  }
}

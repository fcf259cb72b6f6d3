package io.github.dfserver.cli.sync;

import io.github.dfserver.cli.local.Skips;
import io.github.dfserver.cli.run.Batch;
import io.github.dfserver.cli.run.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * What a walk has left out is not known to be gone, so nothing of that name is deleted. For one
 * thread.
 */
final class Protection implements Skips {
  private final Session session;
  private final Batch batch;
  private final List<String> names = new ArrayList<>();

  Protection(Session session, Batch batch) {
    this.session = session;
    this.batch = batch;
  }

  @Override
  public void skipped(String name, String why) {
    names.add(name);
    session.output().note("left out: " + name + ": " + why);
  }

  @Override
  public void failed(String name, Exception e) {
    names.add(name);
    batch.failed(name, e);
  }

  /** Whether the name is one of these, or below one. */
  boolean covers(String name) {
    return names.stream().anyMatch(left -> name.equals(left) || name.startsWith(left + "/"));
  }
}

package io.github.dfserver.manager.balance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The files that were tried last. Not thread-safe. */
final class RecentFiles {
  private static final int REMEMBERED = 10_000;

  private final Map<UUID, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  void add(UUID fileId) {
    ids.remove(fileId);
    ids.put(fileId, true);
  }

  boolean contains(UUID fileId) {
    return ids.containsKey(fileId);
  }
}

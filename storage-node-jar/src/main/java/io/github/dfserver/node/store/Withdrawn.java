package io.github.dfserver.node.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The copies discarded or deleted last. Safe for use by several threads. */
final class Withdrawn {
  private static final int REMEMBERED = 16_384;

  private final Map<UUID, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  synchronized void add(UUID copyId) {
    ids.put(copyId, true);
  }

  synchronized boolean contains(UUID copyId) {
    return ids.containsKey(copyId);
  }
}

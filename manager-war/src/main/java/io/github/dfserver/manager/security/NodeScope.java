package io.github.dfserver.manager.security;

import java.util.Optional;

/**
 * As which nodes a caller may act. Immutable.
 *
 * @param any whether as any node
 * @param id otherwise the only node, or empty for none
 */
public record NodeScope(boolean any, Optional<String> id) {
  /** No node. */
  public static final NodeScope NONE = new NodeScope(false, Optional.empty());

  /** Any node: the enrolment secret's. */
  public static final NodeScope ANY = new NodeScope(true, Optional.empty());

  /** One node. */
  public static NodeScope of(String id) {
    return new NodeScope(false, Optional.of(id));
  }

  /** Whether it may act as this node. */
  public boolean covers(String nodeId) {
    return any || id.filter(nodeId::equals).isPresent();
  }

  /** Whether there is no node at all. */
  public boolean isEmpty() {
    return !any && id.isEmpty();
  }
}

package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.NodeUsage;

/**
 * What a node holds once everything is done that is under way.
 *
 * @param id the node's id
 * @param files that its records name, uploads and moves that are coming added, what is leaving
 *     taken away; never negative
 * @param bytes of them
 * @param room bytes that may still be placed there; 0 when it takes none now
 * @param online whether commands can be given to it
 * @param draining whether it is to be emptied
 */
public record NodeLoad(
    String id, long files, long bytes, long room, boolean online, boolean draining) {

  /** The same node, with what it holds now. */
  NodeLoad holding(NodeUsage used) {
    return new NodeLoad(id, used.files(), used.bytes(), room, online, draining);
  }

  /** Whether files may be moved to it. */
  boolean target() {
    return online && !draining && room > 0;
  }
}

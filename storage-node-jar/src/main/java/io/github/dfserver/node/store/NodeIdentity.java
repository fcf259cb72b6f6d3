package io.github.dfserver.node.store;

import java.util.Optional;
import java.util.UUID;

/**
 * Who a data directory is.
 *
 * @param nodeId the node that it belongs to for good
 * @param instanceId the directory itself: made with it, and different after it was emptied
 * @param incarnation how often it has been opened; raised, and forced to disk, each time
 * @param clusterId the cluster that it belongs to; empty until it has joined one
 */
public record NodeIdentity(
    String nodeId, UUID instanceId, long incarnation, Optional<UUID> clusterId) {}

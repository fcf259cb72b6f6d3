package io.github.dfserver.manager.history;

import java.time.Instant;

/**
 * One interval. Immutable.
 *
 * @param time its end
 * @param requests of clients that ended in it
 * @param errors those of them that failed by a fault of the service
 * @param bytesReceived of uploads in it
 * @param bytesSent of downloads in it
 * @param files on all nodes, at its end, by the catalogue as last counted
 * @param bytes of these files
 * @param nodesOnline at its end
 * @param movesInFlight of this manager, at its end
 */
record Sample(
    Instant time,
    long requests,
    long errors,
    long bytesReceived,
    long bytesSent,
    long files,
    long bytes,
    long nodesOnline,
    long movesInFlight) {}

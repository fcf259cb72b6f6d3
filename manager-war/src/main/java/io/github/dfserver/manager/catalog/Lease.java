package io.github.dfserver.manager.catalog;

import java.util.UUID;

/**
 * A right that one manager has at a time.
 *
 * @param holder the manager
 * @param term 1 for the first holder, raised by one whenever the holder changes or comes back after
 *     its lease had ended; never used again
 */
public record Lease(UUID holder, long term) {}

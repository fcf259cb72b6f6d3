package io.github.dfserver.manager.config;

/**
 * What one client may have. 0 is no limit. Immutable.
 *
 * @param maxTransfers uploads and downloads at a time ({@code dfs.max-transfers-per-client})
 * @param maxRequestRate requests a second ({@code dfs.max-request-rate})
 * @param minTransferRate bytes a second that a transfer has to move ({@code dfs.min-transfer-rate})
 */
public record ClientLimits(int maxTransfers, int maxRequestRate, int minTransferRate) {}

package io.github.dfserver.manager.config;

import io.github.dfserver.manager.security.SecuritySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of the manager, checked. Immutable.
 *
 * @param url the base URL at which nodes and other managers reach this very manager, ending with a
 *     slash; empty to find it out ({@code dfs.url})
 * @param dataDirectory where the manager keeps its own state ({@code dfs.data-dir})
 * @param mongodbUri the catalogue's MongoDB, or empty for the embedded one ({@code
 *     dfs.mongodb.uri})
 * @param mongodbDatabase its database ({@code dfs.mongodb.database})
 * @param fsync whether an answer waits for the disk ({@code dfs.durability})
 * @param maxFileSize bytes, the largest file taken ({@code dfs.max-file-size})
 * @param maxBase64Size bytes, decoded, of a file in a base64 body ({@code dfs.max-base64-size})
 * @param inlineLimit bytes, the largest file that rides inside its command ({@code
 *     dfs.inline-limit})
 * @param transferTimeout how long a transfer may go without a byte ({@code dfs.transfer-timeout})
 * @param commandTimeout how long a node may take to answer ({@code dfs.command-timeout})
 * @param heartbeat how often a node reports its status ({@code dfs.heartbeat})
 * @param lease how long a change of a record belongs to one manager ({@code dfs.lease})
 * @param reconcilePeriod how often what a node holds is compared with the catalogue ({@code
 *     dfs.reconcile-period})
 * @param moveConcurrency files that move between nodes at a time ({@code dfs.move-concurrency})
 * @param moveConcurrencyPerNode those of them from or to one node ({@code
 *     dfs.move-concurrency-per-node})
 * @param moveBandwidth bytes a second that moves may carry, 0 without a limit ({@code
 *     dfs.move-bandwidth})
 * @param tracing whether requests are traced ({@code dfs.tracing})
 * @param tls whose certificates are trusted
 * @param limits what one client may have
 * @param audit the audit log, or empty for none ({@code dfs.audit-log})
 * @param security who is let in
 */
public record ManagerConfiguration(
    Optional<String> url,
    Path dataDirectory,
    Optional<String> mongodbUri,
    String mongodbDatabase,
    boolean fsync,
    long maxFileSize,
    long maxBase64Size,
    int inlineLimit,
    Duration transferTimeout,
    Duration commandTimeout,
    Duration heartbeat,
    Duration lease,
    Duration reconcilePeriod,
    int moveConcurrency,
    int moveConcurrencyPerNode,
    long moveBandwidth,
    boolean tracing,
    TlsSettings tls,
    ClientLimits limits,
    Optional<AuditSettings> audit,
    SecuritySettings security) {}

package io.github.dfserver.manager.config;

import java.nio.file.Path;

/**
 * Where changes are recorded. Immutable.
 *
 * @param file absolute ({@code dfs.audit-log})
 * @param maxSize bytes after which a new file is begun ({@code dfs.audit-log-size})
 * @param kept how many full files are kept ({@code dfs.audit-log-files})
 */
public record AuditSettings(Path file, long maxSize, int kept) {}

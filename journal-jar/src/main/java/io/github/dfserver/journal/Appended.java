package io.github.dfserver.journal;

import java.util.concurrent.CompletableFuture;

/**
 * Where an entry was put, and when it is safe.
 *
 * @param position the position just behind the entry; pass it to {@link Journal#open} as {@code
 *     from} to have only later entries replayed
 * @param forced completes once the entry is forced to disk, exceptionally with {@link
 *     JournalFailedException} when that cannot be promised
 */
public record Appended(long position, CompletableFuture<Void> forced) {}

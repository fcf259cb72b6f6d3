/**
 * A write-ahead journal: append-only, in segments, checksummed, forced to disk in groups.
 *
 * <p>{@link io.github.dfserver.journal.Journal} is the way in. {@link
 * io.github.dfserver.journal.JournalFile} is the port to the disk.
 */
package io.github.dfserver.journal;

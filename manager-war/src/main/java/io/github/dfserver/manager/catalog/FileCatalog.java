package io.github.dfserver.manager.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The file records, one a name. Thread-safe.
 *
 * <p>A stage that completes normally tells of durable state only: what was created, replaced or
 * removed survives a crash, and so does what was found or listed. A stage completes exceptionally
 * with {@link CatalogException} when the catalogue cannot answer; a change may then have happened
 * or not. Stages may complete on a thread that belongs to the catalogue: do no blocking work there.
 *
 * <p>Names in arguments are well-formed Unicode; a lone surrogate is an {@link
 * IllegalArgumentException}, as is a change that {@link FileState} does not allow.
 */
public interface FileCatalog {

  /** The record of this name, in whatever state. */
  CompletionStage<Optional<FileRecord>> find(String name);

  /**
   * The records of these names, in whatever state, by name; names without one are left out. What is
   * found is read one by one, not at one moment.
   *
   * @param names 10,000 at most
   */
  CompletionStage<Map<String, FileRecord>> findAll(Collection<String> names);

  /**
   * Takes a name, atomically among all managers.
   *
   * @param pending a PENDING record of revision 1, or one that was {@link FileRecord#adopted}
   * @return empty when it was created, else the record that has the name
   */
  CompletionStage<Optional<FileRecord>> create(FileRecord pending);

  /**
   * Compare-and-set.
   *
   * @param expected what the catalogue holds now: compared by name, file id, copy id and revision
   * @param next its successor, by one of the transitions of {@link FileRecord}
   * @return whether it was replaced
   */
  CompletionStage<Boolean> replace(FileRecord expected, FileRecord next);

  /**
   * Frees a name.
   *
   * @param expected what the catalogue holds now, not LIVE unless it is {@link
   *     FileRecord#isAdopted}: compared like in {@link #replace}
   * @return whether it was removed
   */
  CompletionStage<Boolean> remove(FileRecord expected);

  /** One page of LIVE names. */
  CompletionStage<Listing> list(ListingQuery query);

  /**
   * The LIVE records whose home is a node and whose bytes are not missing, in the order of their
   * names' UTF-8 bytes.
   *
   * @param after begins after this name; empty to begin
   * @param limit most records, at least 1
   */
  CompletionStage<RecordPage> onNode(String node, Optional<String> after, int limit);

  /**
   * The LIVE records whose home is a node and whose bytes are damaged or missing, in the same
   * order. The node need not be known any more.
   *
   * @param health DAMAGED or MISSING
   */
  CompletionStage<RecordPage> unwell(String node, Health health, Optional<String> after, int limit);

  /**
   * Whether a record in any state names the node: as its home, as the target of a move, or as the
   * place of its previous copy. A file that is missing is not on its home.
   */
  CompletionStage<Boolean> anyOn(String node);

  /**
   * Files and bytes of each node that is the home of a LIVE file whose bytes are not missing, every
   * answered change included.
   */
  CompletionStage<Map<String, NodeUsage>> usage();

  /**
   * Records that are not {@link FileRecord#settled} and whose lease ended before the given instant,
   * the longest ended first.
   *
   * @param limit most records, at least 1
   */
  CompletionStage<List<FileRecord>> unsettled(Instant leaseExpiredBefore, int limit);
}

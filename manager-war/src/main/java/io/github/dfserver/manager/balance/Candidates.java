package io.github.dfserver.manager.balance;

import io.github.dfserver.manager.catalog.FileRecord;
import io.github.dfserver.manager.catalog.Health;
import io.github.dfserver.manager.catalog.RecordPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The files of one node, page by page and round and round, of which one after the other may be
 * moved. Those that were tried lately come last: only when a whole round has found no other. Not
 * thread-safe.
 */
final class Candidates {
  /** Records of one page; all that is in memory of a node's files. */
  static final int PAGE = 256;

  private final Deque<FileRecord> page = new ArrayDeque<>();
  private Optional<String> after = Optional.empty();
  private boolean loading;
  private boolean lastPage;
  private boolean gaveOne;
  private boolean sawTried;
  private boolean takesTried;
  private boolean exhausted;

  /**
   * The next file that may move, if the present page has one.
   *
   * @param room bytes that the target has room for
   * @param tried the files that were tried lately
   */
  Optional<FileRecord> next(long room, Predicate<UUID> tried) {
    while (!page.isEmpty()) {
      FileRecord file = page.remove();
      boolean may =
          file.settled()
              && file.health() == Health.INTACT
              && file.content().orElseThrow().size() <= room;
      boolean again = may && tried.test(file.fileId());
      sawTried |= again;
      if (may && (takesTried || !again)) {
        gaveOne = true;
        return Optional.of(file);
      }
    }
    if (lastPage) {
      endRound();
    }
    return Optional.empty();
  }

  private void endRound() {
    exhausted = !gaveOne && !sawTried;
    takesTried = !gaveOne && sawTried && !takesTried;
    lastPage = false;
    gaveOne = false;
    sawTried = false;
  }

  /** Whether the round that has just ended found nothing at all that could move; asked once. */
  boolean exhausted() {
    boolean nothing = exhausted;
    exhausted = false;
    return nothing;
  }

  /** Whether a page is on its way. */
  boolean loading() {
    return loading;
  }

  /** A page is being fetched; gives the name after which it begins. */
  Optional<String> load() {
    loading = true;
    return after;
  }

  /** The page has come. */
  void loaded(RecordPage next) {
    loading = false;
    page.addAll(next.records());
    after = next.next();
    lastPage = after.isEmpty();
  }

  /** The page could not be fetched. */
  void failed() {
    loading = false;
  }

  /** Forgets the records at hand, which grow old. */
  void clear() {
    page.clear();
  }
}
